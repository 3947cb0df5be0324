//! `trove cluster`: several instances that are one database.

mod change;
mod create;
mod list;
mod member;
mod remove;

use crate::api::{Cluster, ClusterGoal};
use crate::cli::context::Cx;
use crate::cli::run::commands;
use anyhow::Result;
use std::time::Duration;

commands! {
    pub(crate) enum Command {
        /// List clusters, or the instances of one
        List(list::List),
        /// Show a cluster
        Show(list::Show),
        /// The instances of a cluster
        #[command(subcommand)]
        Instance(list::Instance),
        /// List the modules of the instances of a cluster
        Modules(list::Modules),
        /// Create a cluster
        Create(create::Create),
        /// Add instances to a cluster
        Grow(create::Grow),
        /// Remove instances from a cluster
        Shrink(change::Shrink),
        /// Change the datastore version of a cluster
        Upgrade(change::Upgrade),
        /// Restart the instances of clusters, one after the other
        Restart(change::Restart),
        /// Attach a configuration group to a cluster, or detach it
        #[command(subcommand)]
        Configuration(change::Configuration),
        /// Clear what a cluster is stuck in (administrators)
        #[command(subcommand)]
        Reset(change::Reset),
        /// Delete clusters
        Delete(remove::Delete),
        /// Delete a cluster that cannot be deleted otherwise
        #[command(subcommand)]
        Force(remove::Force),
    }
}

/// Ends a command that started something on one cluster: waits if that is asked for, and then
/// prints what came of it.
fn finish(cx: &mut Cx<'_>, name: &str, id: &str, limit: Option<Duration>) -> Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    let client = cx.client()?;
    let settled = ClusterGoal::Settled;
    let end = cx.waiting(limit, |wait| client.clusters().wait_named(id, name, settled, wait))?;
    match end {
        Some(cluster) => cx.show::<Cluster>(|| Ok(cluster)),
        None => Ok(()),
    }
}
