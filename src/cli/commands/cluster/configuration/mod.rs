//! `trove cluster configuration`: the configuration group of a cluster.

mod attach;
mod detach;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Attach a configuration group to a cluster
        Attach(attach::Attach),
        /// Detach the configuration group from a cluster
        Detach(detach::Detach),
    }
}
