//! `trove instance`: database instances.

mod accounts;
pub(super) mod columns;
mod create;
mod delete;
mod detach;
mod eject;
mod force_delete;
mod list;
pub(super) mod nic;
mod promote;
mod reboot;
mod rebuild;
mod reset_status;
mod resize;
mod resize_flavor;
mod resize_volume;
mod restart;
mod show;
pub(super) mod start;
mod update;
mod upgrade;
mod wait;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List instances
        List(list::List),
        /// Show an instance
        Show(show::Show),
        /// Create an instance: empty, from a backup, or as a replica
        Create(Box<create::Create>),
        /// Delete instances
        Delete(delete::Delete),
        /// Delete instances regardless of their status
        #[command(subcommand)]
        Force(Force),
        /// Change the name, configuration group or access of an instance
        Update(update::Update),
        /// Restart the database of instances
        Restart(restart::Restart),
        /// Restart the server of an instance (administrators only)
        Reboot(reboot::Reboot),
        /// Rebuild the server of an instance from an image (administrators only)
        Rebuild(rebuild::Rebuild),
        /// Change the flavor or the volume size of an instance
        Resize(resize::Resize),
        /// Change the datastore version of an instance
        Upgrade(upgrade::Upgrade),
        /// Make a replica the primary of its replication set
        Promote(promote::Promote),
        /// Replace a failed primary with one of its replicas
        Eject(eject::Eject),
        /// Detach a replica from its primary
        Detach(detach::Detach),
        /// Clear the task that an instance is stuck in (administrators only)
        #[command(subcommand)]
        Reset(Reset),
        /// Wait until instances are ready, deleted, or in a given status
        Wait(wait::Wait),
    }
}

commands! {
    pub(crate) enum Force {
        /// Delete instances regardless of their status
        Delete(force_delete::ForceDelete),
    }
}

commands! {
    pub(crate) enum Reset {
        /// Clear the task that an instance is stuck in (administrators only)
        Status(reset_status::ResetStatus),
    }
}
