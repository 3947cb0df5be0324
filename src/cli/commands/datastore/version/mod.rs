//! `trove datastore version`: the versions that instances can be created with.

mod columns;
mod comma_list;
mod create;
mod delete;
mod list;
mod require_datastore;
mod set;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Version {
        /// List the versions of a datastore
        List(list::List),
        /// Show a datastore version
        Show(show::Show),
        /// Create a datastore version, and the datastore if it does not exist (administrators only)
        Create(create::Create),
        /// Change a datastore version (administrators only)
        Set(Box<set::Set>),
        /// Delete datastore versions that are not in use (administrators only)
        Delete(delete::Delete),
    }
}
