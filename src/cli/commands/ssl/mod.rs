//! `trove ssl`: encrypted connections to instances.

mod apply;
mod columns;
mod disable;
mod enable;
mod rollback;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Show how an instance encrypts connections
        Show(show::Show),
        /// Install a certificate on an instance and its replicas
        Enable(enable::Enable),
        /// Stop encrypting connections to an instance and its replicas
        Disable(disable::Disable),
        /// Undo the last change to the encryption of an instance
        Rollback(rollback::Rollback),
    }
}
