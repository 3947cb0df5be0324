//! Actions on clusters (`POST /clusters/{id}`; trove/cluster/models.py, `action`).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::trove::clusters::{configuration, create};
use crate::sandbox::trove::instances::actions as instance;
use crate::sandbox::trove::instances::delete::start_delete;
use crate::sandbox::trove::model::cluster::changes::Change;
use crate::sandbox::trove::model::cluster::record::{Cluster, Task};
use crate::sandbox::trove::model::cluster::view;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::changes::{Change as MemberChange, seconds};
use crate::sandbox::trove::model::instance::record::Instance;
use serde_json::{Value, json};

type Action = fn(&Call<'_>, Cluster, &Value) -> Result<Cluster, Refusal>;

const ACTIONS: &[(&str, Action)] = &[
    ("grow", create::grow),
    ("shrink", shrink),
    ("reset-status", reset_status),
    ("restart", restart),
    ("upgrade", upgrade),
    ("configuration_attach", configuration::attach),
    ("configuration_detach", configuration::detach),
];

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let one = call.body.as_object().filter(|body| body.len() == 1);
    let (key, value) = one.and_then(|body| body.iter().next()).ok_or_else(|| {
        Refusal::bad_request("Action request should have exactly one action specified in body")
    })?;
    let cluster = Cluster::find(call, &call.segment(0))?;
    let Some((_, action)) = ACTIONS.iter().find(|(name, _)| name == key) else {
        return Err(Refusal::bad_request(format!("Action {key} not supported")));
    };
    let cluster = action(call, cluster, value)?;
    Ok(Reply::json(202, &json!({"cluster": view::view(call, &cluster, Detail::Summary)?})))
}

fn shrink(call: &Call<'_>, mut cluster: Cluster, removed: &Value) -> Result<Cluster, Refusal> {
    cluster.require_task(&[Task::None])?;
    let mut instances = Vec::new();
    for node in removed.as_array().into_iter().flatten() {
        let id = node.get("id").and_then(Value::as_str).unwrap_or_default();
        let instance = Instance::find(call, id)?;
        let is_member = instance.cluster.as_ref() == Some(&cluster.id);
        if !is_member && !call.settings.quirks.shrink_deletes_any_instance() {
            return Err(Refusal::resource_not_found(id));
        }
        instances.push(instance);
    }
    if cluster.members(call.db)?.len() <= instances.len() {
        return Err(Refusal::bad_request(
            "Must leave at least one instance in the cluster when shrinking.",
        ));
    }
    cluster.begin(call, Task::Shrinking)?;
    // The server ignores members that cannot be deleted.
    for instance in instances {
        if let Err(Refusal::Database(error)) = start_delete(call, instance) {
            return Err(error.into());
        }
    }
    call.schedule(&cluster.id, seconds::DELETE, &Change::Settled)?;
    Ok(cluster)
}

fn reset_status(call: &Call<'_>, mut cluster: Cluster, input: &Value) -> Result<Cluster, Refusal> {
    instance::check_reset(call, "cluster:reset-status", input)?;
    cluster.begin(call, Task::None)?;
    for member in cluster.members(call.db)? {
        instance::reset(call, member)?;
    }
    Ok(cluster)
}

/// Schedules a change of one member after the other, and then the end of the cluster's task.
fn schedule_rolling(
    call: &Call<'_>,
    cluster: &Cluster,
    seconds: f64,
    change: &MemberChange,
) -> rusqlite::Result<()> {
    let mut begin = 0.0;
    for member in cluster.members(call.db)? {
        call.schedule(&member.id, begin, change)?;
        begin += seconds;
        call.schedule(&member.id, begin, &MemberChange::Settled)?;
    }
    call.schedule(&cluster.id, begin, &Change::Settled)
}

fn restart(call: &Call<'_>, mut cluster: Cluster, _: &Value) -> Result<Cluster, Refusal> {
    cluster.require_task(&[Task::None])?;
    cluster.begin(call, Task::Restarting)?;
    schedule_rolling(call, &cluster, seconds::RESTART, &MemberChange::Restarting)?;
    Ok(cluster)
}

/// Upgrades a cluster, which has the new version at once; the reply shows the old one.
fn upgrade(call: &Call<'_>, mut cluster: Cluster, input: &Value) -> Result<Cluster, Refusal> {
    let old = Version::required(call.db, Some(&cluster.version))?;
    let datastore = Datastore::of(call.db, &old)?;
    let key = input.get("datastore_version").and_then(Value::as_str).unwrap_or_default();
    let version = Version::find(call.db, &datastore, key, None)?;
    cluster.require_task(&[Task::None])?;
    cluster.version.clone_from(&version.id);
    cluster.begin(call, Task::Upgrading)?;
    let change = MemberChange::Upgrading { version: version.id };
    schedule_rolling(call, &cluster, seconds::UPGRADE, &change)?;
    cluster.version = old.id;
    Ok(cluster)
}
