//! Attaching configuration groups to clusters, and detaching them.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::instances::configuration;
use crate::sandbox::trove::model::cluster::record::{Cluster, Task};
use crate::sandbox::trove::model::configuration::group::Group;
use serde_json::Value;

pub(crate) fn attach(call: &Call<'_>, cluster: Cluster, input: &Value) -> Result<Cluster, Refusal> {
    let id = input.get("configuration_id").and_then(Value::as_str);
    let id = id.ok_or_else(|| call.crash("configuration_id was not specified."))?;
    cluster.require_task(&[Task::None])?;
    let group = Group::find(call, id)?.ok_or_else(|| configuration::missing(id))?;
    if group.version != cluster.version {
        return Err(configuration::mismatch(&group.version, &cluster.version));
    }
    give(call, cluster, &group)
}

/// Gives a group to all members but those that have another one (`rolling_configuration_update`).
fn give(call: &Call<'_>, mut cluster: Cluster, group: &Group) -> Result<Cluster, Refusal> {
    for member in cluster.members(call.db)? {
        if member.configuration.as_ref().is_none_or(|other| *other == group.id) {
            configuration::apply(call, member, group)?;
        }
    }
    cluster.configuration = Some(group.id.clone());
    cluster.save(call.db, call.now)?;
    Ok(cluster)
}

/// trove/cluster/models.py, `rolling_configuration_remove`.
pub(crate) fn detach(call: &Call<'_>, mut cluster: Cluster, _: &Value) -> Result<Cluster, Refusal> {
    cluster.require_task(&[Task::None])?;
    let group = match cluster.configuration.take() {
        Some(id) => Group::find(call, &id)?,
        None => None,
    };
    for member in cluster.members(call.db)? {
        configuration::take(call, member, group.as_ref())?;
    }
    cluster.save(call.db, call.now)?;
    Ok(cluster)
}

/// Gives the changed values of a group to the clusters of the caller's project that have it
/// (trove/configuration/service.py, `_refresh_on_all_clusters`).
pub(crate) fn reapply(call: &Call<'_>, group: &Group) -> Result<(), Refusal> {
    for cluster in Cluster::with_configuration(call, &group.id)? {
        cluster.require_task(&[Task::None])?;
        give(call, cluster, group)?;
    }
    Ok(())
}
