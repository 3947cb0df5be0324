//! `trove backup`: backups of instances.

mod create;
mod execution;
mod list;
mod remove;
mod show;
mod strategy;

use crate::Result;
use crate::api::Client;
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
        Delete(remove::Delete),
        /// In which container the data of backups goes
        #[command(subcommand)]
        Strategy(strategy::Command),
        /// Executions of schedules, which are not Trove's
        #[command(subcommand, hide = true)]
        Execution(execution::Command),
    }
}

/// The ID of the instance of this name or ID: one of the project, or of any project.
fn instance_id(client: &Client, instance: &str, of_any_project: bool) -> Result<String> {
    if of_any_project {
        client.mgmt_instances().find_id(instance)
    } else {
        client.instances().find_id(instance)
    }
}

/// The project to name in a request: none if it is the one that the login is for, since naming a
/// project takes an administrator even then (trove/backup/service.py:53).
fn other_project<'p>(client: &Client, project: Option<&'p str>) -> Result<Option<&'p str>> {
    match project {
        Some(project) if client.session().project_id()?.as_deref() == Some(project) => Ok(None),
        project => Ok(project),
    }
}
