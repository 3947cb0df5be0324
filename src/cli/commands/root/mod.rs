//! `trove root`: the superuser of an instance or a cluster.

mod columns;
mod disable;
mod enable;
mod explain;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Show whether the superuser is enabled
        Show(show::Show),
        /// Enable the superuser, or change its password
        Enable(enable::Enable),
        /// Disable the superuser
        Disable(disable::Disable),
    }
}
