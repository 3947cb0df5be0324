//! `trove mgmt datastore`

mod version;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Versions of all datastores, inactive ones included
        #[command(subcommand)]
        Version(version::Command),
    }
}
