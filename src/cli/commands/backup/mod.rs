//! `trove backup`: backups of instances.

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
        /// List backups, or those of an instance
        List(list::List),
        /// Show a backup
        Show(show::Show),
        /// Back up an instance, or register a backup that was taken elsewhere
        Create(create::Create),
        /// Delete backups, and with each those that add to it
        Delete(delete::Delete),
        /// In which container the data of backups goes
        #[command(subcommand)]
        Strategy(strategy::Command),
        /// Executions of schedules, which are not Trove's
        #[command(subcommand, hide = true)]
        Execution(Execution),
    }
}

commands! {
    pub(crate) enum Execution {
        /// Say what to use instead
        Delete(execution_delete::ExecutionDelete),
    }
}
