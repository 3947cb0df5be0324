//! Starts an operation on one cluster, and waits for it with `--wait`.

use crate::api::{Client, Cluster, ClusterGoal};
use crate::cli::commands::cluster::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::report::aftermath::Thing;
use crate::cli::wait_option::{WaitArg, Waiting};
use anyhow::Result;

/// Starts an operation on the cluster with this name or ID. With `--wait`, waits until the cluster is
/// settled and prints it.
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

/// Waits until the cluster is settled and prints it, if a wait is asked for.
pub(super) fn finish(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    waiting: Option<Waiting>,
) -> Result<()> {
    let Some(waiting) = waiting else { return Ok(()) };
    let client = cx.client()?;
    waiting.run(cx, &Thing::new::<Cluster>(name, id), |wait| {
        client.clusters().wait_named(id, name, ClusterGoal::Settled, wait)
    })
}
