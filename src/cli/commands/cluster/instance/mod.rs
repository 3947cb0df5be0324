//! `trove cluster instance`: the instances of a cluster.

pub(super) mod list;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the instances of a cluster
        List(list::List),
        /// Show an instance of a cluster
        Show(show::Show),
    }
}
