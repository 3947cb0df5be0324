//! The end of every command that starts something on one instance.

use crate::api::{Client, Goal};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::wait_option::{WaitArg, Waiting};
use anyhow::Result;

/// Starts something on the instance of this name or ID, waits for the goal if asked to, and prints what
/// the instance has become.
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

/// Waits, if asked to, until the instance reaches the goal, and prints what it has become.
pub(in crate::cli::commands) fn finish(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    goal: &Goal,
    waiting: Option<Waiting>,
) -> Result<()> {
    let Some(waiting) = waiting else { return Ok(()) };
    let client = cx.client()?;
    waiting.run(cx, |wait| client.instances().wait_named(id, name, goal, wait))
}
