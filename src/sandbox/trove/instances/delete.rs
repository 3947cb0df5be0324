//! Deleting instances.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::state::record::Record;
use crate::sandbox::state::schedule;
use crate::sandbox::trove::model::cluster::record::Cluster;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::changes::{Change, seconds};
use crate::sandbox::trove::model::instance::faults;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::Task;
use crate::sandbox::trove::model::quota;

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.segment(0))?;
    let id = instance.id.clone();
    faults::record_refusal(call, &id, start_delete(call, instance))?;
    Ok(Reply::accepted())
}

/// Begins to delete an instance, or refuses to (trove/instance/models.py:744).
pub(crate) fn start_delete(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    let id = instance.id.clone();
    let status = instance.status(call.db)?;
    if status == "BUILD" {
        return Err(Refusal::unprocessable(format!(
            "Instance {id} is not ready. (Status is {status})."
        )));
    }
    if !Cluster::allows_deletion(call.db, &instance)? {
        return Err(Refusal::cluster_member());
    }
    if !instance.replicas(call.db)?.is_empty() {
        return Err(Refusal::forbidden("Detach replicas before deleting replica source."));
    }
    if instance.task != Task::Deleting || call.settings.quirks.repeated_delete_refunds() {
        let ram = Flavor::by_id(call.db, &instance.flavor)?.map_or(0, |flavor| flavor.ram);
        let size = instance.size.unwrap_or(0);
        let refund = [("instances", -1), ("ram", -ram), ("volumes", -size)];
        quota::charge(call.db, &instance.project, &refund)?;
    }
    instance.configuration = None;
    instance.begin(call, Task::Deleting)?;
    schedule::cancel::<Change>(call.db, &id)?;
    Ok(call.schedule(&id, seconds::DELETE, &Change::Deleted)?)
}
