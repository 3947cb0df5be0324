//! `trove cluster`: several instances that are one database.

mod columns;
mod configuration;
mod create;
mod delete;
mod force_delete;
mod grow;
mod instance;
mod list;
mod list_instances;
mod member;
mod modules;
mod reset_status;
mod restart;
mod show;
mod shrink;
mod start;
mod upgrade;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List clusters, or the instances of one
        List(list::List),
        /// Show a cluster
        Show(show::Show),
        /// The instances of a cluster
        #[command(subcommand)]
        Instance(instance::Command),
        /// List the modules of the instances of a cluster
        Modules(modules::Modules),
        /// Create a cluster
        Create(create::Create),
        /// Add instances to a cluster
        Grow(grow::Grow),
        /// Remove instances from a cluster
        Shrink(shrink::Shrink),
        /// Change the datastore version of a cluster
        Upgrade(upgrade::Upgrade),
        /// Restart the instances of clusters, one after the other
        Restart(restart::Restart),
        /// Attach a configuration group to a cluster, or detach it
        #[command(subcommand)]
        Configuration(configuration::Command),
        /// Clear what a cluster is stuck in (administrators)
        #[command(subcommand)]
        Reset(Reset),
        /// Delete clusters
        Delete(delete::Delete),
        /// Delete a cluster that cannot be deleted otherwise
        #[command(subcommand)]
        Force(Force),
    }
}

commands! {
    pub(crate) enum Reset {
        /// Clear what a cluster is stuck in (administrators)
        Status(reset_status::ResetStatus),
    }
}

commands! {
    pub(crate) enum Force {
        /// Delete clusters that cannot be deleted otherwise
        Delete(force_delete::ForceDelete),
    }
}
