//! `trove mgmt cluster`: the clusters of all projects.

mod columns;
mod list;
mod reset_task;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the clusters of all projects
        List(list::List),
        /// Show a cluster
        Show(show::Show),
        /// Reset clusters to idle, regardless of their task
        ResetTask(reset_task::ResetTask),
        /// Reset clusters
        #[command(subcommand, hide = true)]
        Reset(Reset),
    }
}

commands! {
    pub(crate) enum Reset {
        /// Reset clusters to idle, regardless of their task
        Task(reset_task::ResetTask),
    }
}
