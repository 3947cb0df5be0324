//! Actions on instances (`POST /instances/{id}/action`).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::schema::Rule;
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::instances::bodies::{RESIZE_FLAVOR, RESIZE_VOLUME, RESTART};
use crate::sandbox::trove::instances::input::{check_size, id_of, size_of};
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::changes::{Change, seconds};
use crate::sandbox::trove::model::instance::faults::record_refusal;
use crate::sandbox::trove::model::instance::record;
use crate::sandbox::trove::model::instance::record::{HEARTBEAT_EXPIRY, Instance};
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use crate::sandbox::trove::model::quota;
use serde_json::Value;

/// Selects the rule of a body by its first key; only some actions have one
/// (trove/instance/service.py, `get_action_schema`).
pub(crate) fn rule(body: &Value) -> Result<Option<&'static Rule>, String> {
    let object = body.as_object().ok_or("The request body must be an object.")?;
    let (key, value) = object.iter().next().ok_or("No action was specified.")?;
    if key == "restart" {
        return Ok(Some(&RESTART));
    }
    if key != "resize" {
        return Ok(None);
    }
    let first = value.as_object().and_then(|fields| fields.keys().next());
    match first.map(String::as_str) {
        Some("volume") => Ok(Some(&RESIZE_VOLUME)),
        Some("flavorRef") => Ok(Some(&RESIZE_FLAVOR)),
        Some(_) => Ok(None),
        None => Err("Neither volume nor flavorRef was specified.".into()),
    }
}

type Action = fn(&Call<'_>, Instance, &Value) -> Result<(), Refusal>;

const ACTIONS: &[(&str, Action)] = &[
    ("restart", restart),
    ("resize", resize),
    ("promote_to_replica_source", promote),
    ("eject_replica_source", eject),
    ("reset_status", reset_status),
];

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let id = call.segment(0);
    // The last known key counts.
    let requested = call.body.as_object().into_iter().flatten().rev().find_map(|(key, value)| {
        let (name, action) = ACTIONS.iter().find(|(name, _)| name == key)?;
        Some((*name, *action, value))
    });
    let instance = match requested {
        Some(("reset_status", ..)) => Instance::find(call, &id)?,
        _ => Instance::find_built(call, &id)?,
    };
    let Some((_, action, value)) = requested else {
        return Err(call.crash("Unknown instance action."));
    };
    action(call, instance, value)?;
    Ok(Reply::accepted())
}

fn restart(call: &Call<'_>, mut instance: Instance, _: &Value) -> Result<(), Refusal> {
    let checked = instance.require_idle(call).and_then(|()| {
        let refused = instance.cluster.is_some() && !call.caller.admin;
        if refused { Err(Refusal::cluster_member()) } else { Ok(()) }
    });
    record_refusal(call, &instance.id, checked)?;
    instance.set_agent(AgentStatus::Restarting, call.now);
    instance.begin(call, Task::Rebooting)?;
    Ok(call.schedule(&instance.id, seconds::RESTART, &Change::Settled)?)
}

fn resize(call: &Call<'_>, instance: Instance, input: &Value) -> Result<(), Refusal> {
    let id = instance.id.clone();
    if let Some(volume) = input.get("volume") {
        let Some(size) = size_of(volume) else {
            return Err(call.crash("Volume size was not specified."));
        };
        return record_refusal(call, &id, resize_volume(call, instance, size));
    }
    match input.get("flavorRef") {
        Some(flavor) => record_refusal(call, &id, resize_flavor(call, instance, &id_of(flavor))),
        None => Err(call.crash("Neither volume nor flavorRef was specified.")),
    }
}

/// Resizes the volumes of an instance and its replicas.
fn resize_volume(call: &Call<'_>, instance: Instance, size: i64) -> Result<(), Refusal> {
    if instance.cluster.is_some() {
        return Err(Refusal::cluster_member());
    }
    let current = instance.size.unwrap_or(0);
    if size <= current {
        return Err(Refusal::bad_request(format!(
            "The new volume 'size' must be larger than the current volume size of '{current}'."
        )));
    }
    check_size(size)?;
    instance.require_idle(call)?;
    let mut all = Vec::new();
    for replica in instance.replicas(call.db)? {
        let replica = Instance::find_built(call, &replica.id)?;
        replica.require_idle(call)?;
        all.push(replica);
    }
    all.insert(0, instance);
    for mut instance in all {
        quota::charge(call.db, &instance.project, &[("volumes", size - current)])?;
        instance.begin(call, Task::Resizing)?;
        let change = Change::Enlarged { size };
        call.schedule(&instance.id, seconds::RESIZE, &change)?;
    }
    Ok(())
}

fn resize_flavor(call: &Call<'_>, mut instance: Instance, id: &str) -> Result<(), Refusal> {
    instance.require_idle(call)?;
    if instance.cluster.is_some() {
        return Err(Refusal::cluster_member());
    }
    if instance.flavor == id {
        return Err(Refusal::bad_request(format!(
            "The new flavor id must be different than the current flavor id of '{id}'."
        )));
    }
    let new = Flavor::by_id(call.db, id)?
        .ok_or_else(|| Refusal::bad_request(format!("Resource {id} cannot be found.")))?;
    if new.ephemeral != 0 {
        return Err(Refusal::new(501, "Local storage support is not enabled."));
    }
    let old = Flavor::by_id(call.db, &instance.flavor)?.map_or(0, |flavor| flavor.ram);
    quota::charge(call.db, &instance.project, &[("ram", new.ram - old)])?;
    instance.begin(call, Task::Resizing)?;
    let change = Change::Reflavored { flavor: new.id };
    Ok(call.schedule(&instance.id, seconds::RESIZE, &change)?)
}

fn promote(call: &Call<'_>, instance: Instance, _: &Value) -> Result<(), Refusal> {
    let id = instance.id.clone();
    let checked = instance.require_idle(call).and_then(|()| {
        let source = instance.replica_of.as_deref();
        source.ok_or_else(|| Refusal::bad_request(format!("Instance {id} is not a replica.")))
    });
    let source = Instance::find_built(call, record_refusal(call, &id, checked)?)?;
    begin_set(call, source, Task::Promoting)?;
    Ok(call.schedule(&id, seconds::REPLICATION, &Change::Promoted)?)
}

fn eject(call: &Call<'_>, instance: Instance, _: &Value) -> Result<(), Refusal> {
    let id = instance.id.clone();
    let refusal = if instance.replicas(call.db)?.is_empty() {
        Some(format!("Instance {id} is not a replica source."))
    } else if call.now.since(instance.heartbeat(call.now)) < HEARTBEAT_EXPIRY {
        Some(format!("Replica Source {id} cannot be ejected as it has a current heartbeat"))
    } else {
        None
    };
    record_refusal(call, &id, refusal.map_or(Ok(()), |why| Err(Refusal::bad_request(why))))?;
    begin_set(call, instance, Task::Ejecting)?;
    Ok(call.schedule(&id, seconds::REPLICATION, &Change::Ejected)?)
}

/// Begins a task on a source and all its replicas.
fn begin_set(call: &Call<'_>, source: Instance, task: Task) -> rusqlite::Result<()> {
    let replicas = source.replicas(call.db)?;
    [source].into_iter().chain(replicas).try_for_each(|mut member| member.begin(call, task))
}

fn reset_status(call: &Call<'_>, instance: Instance, input: &Value) -> Result<(), Refusal> {
    check_reset(call, "instance:reset_status", input)?;
    reset(call, instance)
}

/// Refuses a reset by others than administrators, unless the key `force_delete` is there.
pub(crate) fn check_reset(call: &Call<'_>, rule: &str, input: &Value) -> Result<(), Refusal> {
    let forced = match input {
        Value::Object(fields) => fields.contains_key("force_delete"),
        Value::String(text) => text.contains("force_delete"),
        Value::Array(items) => items.iter().any(|item| item == "force_delete"),
        _ => {
            let name = rule.split(':').nth(1).unwrap_or(rule);
            return Err(call.crash(format!("{name} must be an object.")));
        }
    };
    if forced || call.caller.admin {
        return Ok(());
    }
    Err(Refusal::forbidden(format!("Policy doesn't allow {rule} to be performed.")))
}

/// Ends the task of an instance, whose status is unknown until its guest agent reports.
pub(crate) fn reset(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    instance.set_agent(AgentStatus::Unknown, call.now);
    instance.begin(call, Task::None)?;
    record::fail_backups(call, &instance.id)?;
    Ok(call.schedule(&instance.id, seconds::REPORT, &Change::Reported)?)
}
