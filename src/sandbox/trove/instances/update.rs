//! Updating instances: name, configuration group, source, version or access.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::trove::instances::configuration;
use crate::sandbox::trove::instances::input::id_of;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::instance::changes::{Change, seconds};
use crate::sandbox::trove::model::instance::faults::record_refusal;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::Task;
use serde_json::Value;

/// Handles `PUT` and `PATCH /instances/{id}` (trove/instance/service.py, `update`).
pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let input = call.body.get("instance").and_then(Value::as_object).cloned().unwrap_or_default();
    let name = input.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
    if input.len() > if name.is_some() { 2 } else { 1 } {
        return Err(Refusal::bad_request(
            "Only one attribute (except 'name') is allowed to update.",
        ));
    }
    let mut instance = Instance::find_built(call, &call.segment(0))?;
    if let Some(name) = name {
        name.clone_into(&mut instance.name);
        instance.save(call.db, call.now)?;
    }
    let mut replicas = Vec::new();
    for replica in instance.replicas(call.db)? {
        replicas.push(Instance::find_built(call, &replica.id)?);
    }
    if input.contains_key("replica_of") || input.contains_key("slave_of") {
        return detach_replica(call, instance, name.is_some());
    }
    // An empty update detaches the configuration group (docs/server-behaviour.md 2).
    if let Some(reference) = input.get("configuration").or(input.is_empty().then_some(&Value::Null))
    {
        let group = Some(reference).filter(|reference| !reference.is_null()).map(id_of);
        let checked = name.is_none() || !call.settings.quirks.rename_skips_busy_check();
        configuration::change(call, instance, replicas, group.as_deref(), checked)?;
    } else if let Some(version) = input.get("datastore_version").and_then(Value::as_str) {
        upgrade(call, instance, version)?;
    } else if let Some(access) = input.get("access") {
        update_access(call, instance, access)?;
    }
    Ok(Reply::accepted())
}

fn detach_replica(call: &Call<'_>, mut instance: Instance, renamed: bool) -> Outcome {
    let id = instance.id.clone();
    if renamed && call.settings.quirks.rename_skips_busy_check() {
        // The rename has lost the status of Nova's server (docs/server-behaviour.md 21).
        instance.server_status = "None".into();
    }
    let idle = instance.require_idle(call).and_then(|()| match instance.replica_of {
        Some(_) => Ok(()),
        None => Err(Refusal::bad_request(format!("Instance {id} is not a replica."))),
    });
    record_refusal(call, &id, idle)?;
    instance.begin(call, Task::Detaching)?;
    call.schedule(&id, seconds::REPLICATION, &Change::Detached)?;
    Ok(Reply::accepted())
}

/// Upgrades an instance. The server checks neither its state nor whether the version changes.
fn upgrade(call: &Call<'_>, mut instance: Instance, key: &str) -> Result<(), Refusal> {
    let current = Version::required(call.db, instance.version.as_deref())?;
    let datastore = Datastore::of(call.db, &current)?;
    instance.version = Some(Version::find(call.db, &datastore, key, None)?.id);
    instance.begin(call, Task::Upgrading)?;
    Ok(call.schedule(&instance.id, seconds::UPGRADE, &Change::Settled)?)
}

fn update_access(call: &Call<'_>, mut instance: Instance, access: &Value) -> Result<(), Refusal> {
    instance.begin(call, Task::Updating)?;
    let networks = access.get("allowed_cidrs").and_then(Value::as_array).into_iter().flatten();
    let are_valid = networks.filter_map(Value::as_str).all(is_network);
    if !are_valid && call.settings.quirks.bad_access_hangs() {
        return Ok(());
    }
    let change = Change::AccessSet { access: access.clone() };
    Ok(call.schedule(&instance.id, seconds::ACCESS, &change)?)
}

/// Returns whether a network is valid; the pattern of the schema allows numbers above 255.
fn is_network(cidr: &str) -> bool {
    let address = cidr.split('/').next().unwrap_or_default();
    address.parse::<std::net::Ipv4Addr>().is_ok()
}
