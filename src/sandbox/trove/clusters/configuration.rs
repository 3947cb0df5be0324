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
    let group = Group::find(call, id)?.ok_or_else(|| configuration::group_not_found(id))?;
    if group.version != cluster.version {
        return Err(configuration::version_mismatch(&group.version, &cluster.version));
    }
    set_group(call, cluster, &group)
}

/// Attaches a group to a cluster, and to all members without another group
/// (`rolling_configuration_update`).
fn set_group(call: &Call<'_>, mut cluster: Cluster, group: &Group) -> Result<Cluster, Refusal> {
    for member in cluster.members(call.db)? {
        if member.configuration.as_ref().is_none_or(|other| *other == group.id) {
            configuration::set_group(call, member, group)?;
        }
    }
    cluster.configuration = Some(group.id.clone());
    cluster.save(call.db, call.now)?;
    Ok(cluster)
}

/// Detaches the group of a cluster, and those of its members (trove/cluster/models.py,
/// `rolling_configuration_remove`).
pub(crate) fn detach(call: &Call<'_>, mut cluster: Cluster, _: &Value) -> Result<Cluster, Refusal> {
    cluster.require_task(&[Task::None])?;
    let group = match cluster.configuration.take() {
        Some(id) => Group::find(call, &id)?,
        None => None,
    };
    for member in cluster.members(call.db)? {
        configuration::remove_group(call, member, group.as_ref())?;
    }
    cluster.save(call.db, call.now)?;
    Ok(cluster)
}

/// Applies a changed group to the clusters of the caller's project that have it
/// (trove/configuration/service.py, `_refresh_on_all_clusters`).
pub(crate) fn reapply(call: &Call<'_>, group: &Group) -> Result<(), Refusal> {
    for cluster in Cluster::with_configuration(call, &group.id)? {
        cluster.require_task(&[Task::None])?;
        set_group(call, cluster, group)?;
    }
    Ok(())
}
