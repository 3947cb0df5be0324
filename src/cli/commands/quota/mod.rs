//! `trove quota`: how much of each resource a project may have.

mod columns;
mod show;
mod update;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Show the quotas of a project, and how much of them is in use
        Show(show::Show),
        /// Change quotas of a project (administrators only)
        Update(update::Update),
    }
}
