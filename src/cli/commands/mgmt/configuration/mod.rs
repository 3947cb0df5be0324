//! `trove mgmt configuration`: configuration parameters, for administrators.

mod parameter;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Manage the configuration parameters of datastore versions
        #[command(subcommand)]
        Parameter(parameter::Command),
    }
}
