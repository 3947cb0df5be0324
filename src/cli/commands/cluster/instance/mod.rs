//! `trove cluster instance`: the instances of a cluster.

mod show;

use crate::cli::commands::cluster::list_instances::ListInstances;
use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the instances of a cluster
        List(ListInstances),
        /// Show an instance of a cluster
        Show(show::Show),
    }
}
