//! `trove mgmt`: administrator commands, across all projects.

mod cluster;
mod configuration;
mod datastore;
mod instance;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Manage the instances of all projects
        #[command(subcommand)]
        Instance(instance::Command),
        /// Manage the clusters of all projects
        #[command(subcommand)]
        Cluster(cluster::Command),
        /// List and show datastore versions, including inactive ones
        #[command(subcommand)]
        Datastore(datastore::Command),
        /// Manage configuration parameters
        #[command(subcommand)]
        Configuration(configuration::Command),
    }
}
