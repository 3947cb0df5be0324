//! `trove mgmt`: what only administrators can do, and no other client offers.

mod parameter;

use super::commands;

commands! {
    pub(crate) enum Command {
        /// Parameters of configuration groups
        #[command(subcommand)]
        Configuration(parameter::Configuration),
    }
}
