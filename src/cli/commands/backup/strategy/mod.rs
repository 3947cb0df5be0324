//! `trove backup strategy`: the containers that backups are stored in.

mod columns;
mod create;
mod delete;
mod list;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List backup strategies
        List(list::List),
        /// Create or replace the backup strategy of the project or of an instance
        Create(create::Create),
        /// Delete the backup strategy of the project or of an instance
        Delete(delete::Delete),
    }
}
