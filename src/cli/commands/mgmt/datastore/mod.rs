//! `trove mgmt datastore`: datastore versions, for administrators.

mod version;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List and show the versions of all datastores, including inactive ones
        #[command(subcommand)]
        Version(version::Command),
    }
}
