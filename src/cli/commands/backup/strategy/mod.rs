//! `trove backup strategy`: in which container the data of backups goes.

mod columns;
mod create;
mod delete;
mod list;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List backup strategies
        List(list::List),
        /// Create a backup strategy for the project or an instance, or replace it
        Create(create::Create),
        /// Delete the backup strategy of the project or of an instance
        Delete(delete::Delete),
    }
}
