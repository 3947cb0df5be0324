//! `trove datastore`: the kinds of databases on offer, and their versions.

mod columns;
mod delete;
mod list;
mod show;
mod version;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List datastores
        List(list::List),
        /// Show a datastore and its versions
        Show(show::Show),
        /// Delete datastores that have no versions (administrators only)
        Delete(delete::Delete),
        /// List, show and manage datastore versions
        #[command(subcommand)]
        Version(version::Version),
    }
}
