//! `trove instance`: database instances.

mod accounts;
mod change;
mod create;
mod list;
mod remove;
mod replication;
mod resize;
mod restart;
mod show;
mod wait;

pub(super) use create::nic;

use crate::api::{Goal, Instance};
use crate::cli::context::Cx;
use crate::cli::run::commands;
use anyhow::Result;
use std::time::Duration;

commands! {
    pub(crate) enum Command {
        /// List instances
        List(list::List),
        /// Show an instance
        Show(show::Show),
        /// Create an instance, from nothing, a backup, or as a replica
        Create(Box<create::Create>),
        /// Delete instances
        Delete(remove::Delete),
        /// Delete an instance that cannot be deleted otherwise
        #[command(subcommand)]
        Force(remove::Force),
        /// Change the name, configuration or access of an instance
        Update(change::Update),
        /// Restart the database of instances
        Restart(restart::Restart),
        /// Restart the server of an instance (administrators)
        Reboot(restart::Reboot),
        /// Build the server of an instance anew from an image (administrators)
        Rebuild(restart::Rebuild),
        /// Change the flavor or the volume of an instance
        Resize(resize::Resize),
        /// Change the datastore version of an instance
        Upgrade(change::Upgrade),
        /// Make a replica the primary of its set
        Promote(replication::Promote),
        /// Replace a lost primary by one of its replicas
        Eject(replication::Eject),
        /// Detach a replica from its primary
        Detach(replication::Detach),
        /// Clear what an instance is stuck in (administrators)
        #[command(subcommand)]
        Reset(change::Reset),
        /// Wait until instances are ready, deleted, or in some status
        Wait(wait::Wait),
    }
}

/// Ends a command that started something on one instance: waits if that is
/// asked for, and then prints what came of it.
pub(super) fn finish(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    goal: &Goal,
    limit: Option<Duration>,
) -> Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    let client = cx.client()?;
    let end = cx.waiting(limit, |wait| client.instances().wait_named(id, name, goal, wait))?;
    match end {
        Some(instance) => cx.show::<Instance>(|| Ok(instance)),
        None => Ok(()),
    }
}
