//! `trove mgmt configuration`

mod parameter;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Parameters that configuration groups may have values for
        #[command(subcommand)]
        Parameter(parameter::Command),
    }
}
