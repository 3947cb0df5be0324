//! The guest agent of an instance: the program on its server that runs the database.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::contents::Change;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::AgentStatus;

/// Sends a change to the guest agent, which makes it before it answers another request
/// (trove/guestagent/api.py, `_cast`). Its replicas repeat the change.
pub(crate) fn cast(call: &Call<'_>, instance: &Instance, change: &Change) -> rusqlite::Result<()> {
    change.write(call.db, &instance.id)?;
    for replica in instance.replicas(call.db)? {
        change.write(call.db, &replica.id)?;
    }
    Ok(())
}

/// Refuses if the guest agent does not answer (trove/guestagent/api.py, `_call`).
pub(crate) fn require_answer(call: &Call<'_>, instance: &Instance) -> Result<(), Refusal> {
    if instance.alive && instance.agent_now(call.now).answers() {
        return Ok(());
    }
    Err(Refusal::bad_request("Timeout trying to connect to the Guest Agent."))
}

/// 400 for an exception of the guest agent. Trove adds the period, even if the text ends with one.
pub(crate) fn error(text: &str) -> Refusal {
    Refusal::bad_request(format!("An error occurred communicating with the guest: {text}."))
}

/// Finds an instance whose database must be running (trove/extensions/common/models.py,
/// `load_and_verify`).
pub(crate) fn find_running(call: &Call<'_>, id: &str) -> Result<Instance, Refusal> {
    let instance = Instance::find_built(call, id)?;
    let version = Version::of(call.db, instance.version.as_deref())?;
    let manager = version.map(|version| version.manager).unwrap_or_default();
    if !["mysql", "mariadb", "postgresql"].contains(&manager.as_str()) {
        return Err(Refusal::unprocessable(format!(
            "Operation not supported for datastore {manager}."
        )));
    }
    match instance.agent_now(call.now) {
        AgentStatus::Running | AgentStatus::Healthy => Ok(instance),
        other => Err(Refusal::unprocessable(format!(
            "Instance {id} is not ready, status: {}.",
            other.description()
        ))),
    }
}
