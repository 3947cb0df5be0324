//! `trove mgmt cluster`: clusters of all projects.

mod columns;
mod list;
mod reset_task;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List clusters
        List(list::List),
        /// Show a cluster
        Show(show::Show),
        /// Take clusters to be idle, whatever is being done to them
        ResetTask(reset_task::ResetTask),
        /// The same in two words
        #[command(subcommand, hide = true)]
        Reset(Reset),
    }
}

commands! {
    pub(crate) enum Reset {
        /// Take clusters to be idle, whatever is being done to them
        Task(reset_task::ResetTask),
    }
}
