//! `trove mgmt datastore version`: versions of datastores, as administrators register them.

mod columns;
mod list;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the versions of all datastores
        List(list::List),
        /// Show a version of a datastore
        Show(show::Show),
    }
}
