//! `trove mgmt`: what administrators see and do in all projects.

mod cluster;
mod configuration;
mod datastore;
mod instance;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Instances of all projects
        #[command(subcommand)]
        Instance(instance::Command),
        /// Clusters of all projects
        #[command(subcommand)]
        Cluster(cluster::Command),
        /// Datastores, inactive versions included
        #[command(subcommand)]
        Datastore(datastore::Command),
        /// Parameters of configuration groups
        #[command(subcommand)]
        Configuration(configuration::Command),
    }
}
