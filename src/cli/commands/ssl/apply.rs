//! The steps of every command that changes the encryption of an instance.

use crate::api::Client;
use crate::cli::commands::ssl::columns::CHANGE;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::wait_option::WaitArg;
use crate::json::Object;
use anyhow::Result;

/// Changes the encryption of an instance, prints the reply, waits if asked to, and reminds of a restart
/// that is needed.
pub(super) fn apply(
    cx: &mut Cx<'_>,
    name: &str,
    wait: &WaitArg,
    change: impl FnOnce(&Client, &str) -> crate::Result<Object>,
) -> Result<()> {
    let view = cx.show_view(&CHANGE)?;
    let client = cx.client()?;
    let id = client.instances().find_id(name)?;
    let reply = change(&client, &id)?;
    let restart = reply.get("restart_required").is_some_and(|needed| *needed == true);
    view.print(cx, reply)?;
    if wait.wait.is_some() {
        return restart_required::wait_until_settled(cx, name, &id, wait.wait);
    }
    if restart {
        restart_required::remind(cx, name);
    }
    Ok(())
}
