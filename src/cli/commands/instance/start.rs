//! Starts an operation on one instance, and waits for it with `--wait`.

use crate::api::{Client, Goal, Instance};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::report::aftermath::Thing;
use crate::cli::wait_option::{WaitArg, Waiting};
use anyhow::Result;

/// Starts an operation on the instance with this name or ID. With `--wait`, waits for the goal and prints
/// the instance.
pub(super) fn start(
    cx: &mut Cx<'_>,
    name: &str,
    wait: &WaitArg,
    goal: &Goal,
    begin: impl FnOnce(&Client, &str) -> crate::Result<()>,
) -> Result<()> {
    let waiting = wait.with_view(cx, &SHOW)?;
    let client = cx.client()?;
    let id = client.instances().find_id(name)?;
    begin(&client, &id)?;
    finish(cx, name, &id, goal, waiting)
}

/// Waits until the instance reaches the goal and prints it, if a wait is asked for.
pub(in crate::cli::commands) fn finish(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    goal: &Goal,
    waiting: Option<Waiting>,
) -> Result<()> {
    let Some(waiting) = waiting else { return Ok(()) };
    let client = cx.client()?;
    waiting.run(cx, &Thing::new::<Instance>(name, id), |wait| {
        client.instances().wait_named(id, name, goal, wait)
    })
}
