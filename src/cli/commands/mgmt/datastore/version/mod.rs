//! `trove mgmt datastore version`: the versions of all datastores, as administrators see them.

mod columns;
mod list;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the versions of all datastores, including inactive ones
        List(list::List),
        /// Show a datastore version
        Show(show::Show),
    }
}
