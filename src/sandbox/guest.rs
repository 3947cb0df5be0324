//! Asking the guest agent of an instance, which may not answer, or refuse.

use super::call::Call;
use super::instances::record::Instance;
use super::reply::Refusal;

/// Refuses if the agent does not answer (trove/guestagent/api.py, `_call`).
pub(crate) fn reach(call: &Call<'_>, instance: &Instance) -> Result<(), Refusal> {
    if instance.guest_now(call.now).answers() {
        return Ok(());
    }
    Err(Refusal::bad("Timeout trying to connect to the Guest Agent."))
}

/// What an exception in the agent becomes on its way through the API. The full stop is the API's.
pub(crate) fn refusal(text: &str) -> Refusal {
    Refusal::bad(format!("An error occurred communicating with the guest: {text}."))
}
