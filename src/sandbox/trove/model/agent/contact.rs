//! Asking the guest agent of an instance, which may not answer or refuse. What is passed on to it is
//! done a moment later, when nobody hears whether it worked (trove/guestagent/api.py, `_cast`).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::agent::contents::Change;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::AgentStatus;
use rusqlite::OptionalExtension;

/// Seconds that the guest takes.
const SECONDS: f64 = 1.0;

/// Passes it on.
pub(crate) fn cast(call: &Call<'_>, instance: &Instance, change: Change) -> rusqlite::Result<()> {
    call.schedule(&instance.id, SECONDS, &change)
}

/// Refuses if the agent does not answer (trove/guestagent/api.py, `_call`).
pub(crate) fn require_answer(call: &Call<'_>, instance: &Instance) -> Result<(), Refusal> {
    if instance.alive && instance.agent_now(call.now).answers() {
        return Ok(());
    }
    Err(Refusal::bad_request("Timeout trying to connect to the Guest Agent."))
}

/// What an exception in the agent becomes on its way through the API. The full stop is the API's.
pub(crate) fn error(text: &str) -> Refusal {
    Refusal::bad_request(format!("An error occurred communicating with the guest: {text}."))
}

/// The instance, whose database has to run (trove/extensions/common/models.py, `load_and_verify`).
pub(crate) fn find_running(call: &Call<'_>, id: &str) -> Result<Instance, Refusal> {
    let instance = Instance::find_built(call, id)?;
    let manager: Option<String> = call
        .db
        .query_row(
            "SELECT manager FROM datastore_versions WHERE id = ?1",
            [&instance.version],
            |row| row.get(0),
        )
        .optional()?;
    let manager = manager.unwrap_or_default();
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
