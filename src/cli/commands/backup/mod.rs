//! `trove backup`: backups of instances, and where they are stored.

mod columns;
mod create;
mod delete;
mod execution_delete;
mod list;
mod list_instance;
mod project_scope;
mod show;
mod strategy;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List backups, or the backups of an instance
        List(list::List),
        /// Show a backup
        Show(show::Show),
        /// Back up an instance, or register a backup taken elsewhere
        Create(create::Create),
        /// Delete backups, together with the incremental backups based on them
        Delete(delete::Delete),
        /// Manage backup strategies: the containers that backups are stored in
        #[command(subcommand)]
        Strategy(strategy::Command),
        /// Explain how to delete an execution of a backup schedule
        #[command(subcommand, hide = true)]
        Execution(Execution),
    }
}

commands! {
    pub(crate) enum Execution {
        /// Explain how to delete an execution of a backup schedule
        Delete(execution_delete::ExecutionDelete),
    }
}
