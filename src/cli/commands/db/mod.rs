//! `trove db`: the databases of an instance.

mod columns;
mod create;
mod delete;
mod list;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the databases of an instance
        List(list::List),
        /// Create databases in an instance
        Create(create::Create),
        /// Delete a database of an instance
        Delete(delete::Delete),
    }
}
