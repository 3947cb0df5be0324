//! The end of every command that starts something on one cluster.

use crate::api::{Client, ClusterGoal};
use crate::cli::commands::cluster::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::wait_option::{WaitArg, Waiting};
use anyhow::Result;

/// Starts something on the cluster of this name or ID, waits until it has settled if asked to, and
/// prints what the cluster has become.
pub(super) fn start(
    cx: &mut Cx<'_>,
    name: &str,
    wait: &WaitArg,
    begin: impl FnOnce(&Client, &str) -> crate::Result<()>,
) -> Result<()> {
    let waiting = wait.with_view(cx, &SHOW)?;
    let client = cx.client()?;
    let id = client.clusters().find_id(name)?;
    begin(&client, &id)?;
    finish(cx, name, &id, waiting)
}

/// Waits, if asked to, until the cluster has settled, and prints what it has become.
pub(super) fn finish(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    waiting: Option<Waiting>,
) -> Result<()> {
    let Some(waiting) = waiting else { return Ok(()) };
    let client = cx.client()?;
    waiting.run(cx, |wait| client.clusters().wait_named(id, name, ClusterGoal::Settled, wait))
}
