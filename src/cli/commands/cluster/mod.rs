//! `trove cluster`: clusters, several instances that form one database.

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
        /// List clusters, or the instances of a cluster
        List(list::List),
        /// Show a cluster
        Show(show::Show),
        /// List and show the instances of a cluster
        #[command(subcommand)]
        Instance(instance::Command),
        /// List the modules applied to the instances of a cluster
        Modules(modules::Modules),
        /// Create a cluster
        Create(create::Create),
        /// Add instances to a cluster
        Grow(grow::Grow),
        /// Remove instances from a cluster
        Shrink(shrink::Shrink),
        /// Change the datastore version of a cluster
        Upgrade(upgrade::Upgrade),
        /// Restart the instances of clusters, one at a time
        Restart(restart::Restart),
        /// Attach or detach the configuration group of a cluster
        #[command(subcommand)]
        Configuration(configuration::Command),
        /// Clear the task that a cluster is stuck in (administrators only)
        #[command(subcommand)]
        Reset(Reset),
        /// Delete clusters
        Delete(delete::Delete),
        /// Delete clusters regardless of their status
        #[command(subcommand)]
        Force(Force),
    }
}

commands! {
    pub(crate) enum Reset {
        /// Clear the task that a cluster is stuck in (administrators only)
        Status(reset_status::ResetStatus),
    }
}

commands! {
    pub(crate) enum Force {
        /// Delete clusters regardless of their status
        Delete(force_delete::ForceDelete),
    }
}
