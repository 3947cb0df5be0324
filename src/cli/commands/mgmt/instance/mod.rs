//! `trove mgmt instance`: the instances of all projects, their servers and guest agents.

mod columns;
mod diagnostics;
mod hwinfo;
mod list;
mod migrate;
mod ping;
mod reset_task_status;
mod root_history;
mod show;
mod start;
mod stop;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the instances of all projects, with their servers
        List(list::List),
        /// Show an instance, with its server, volume and guest agent
        Show(show::Show),
        /// Stop the database of instances, but not their servers
        Stop(stop::Stop),
        /// Move the servers of instances to other hosts
        Migrate(migrate::Migrate),
        /// Reset instances to idle, and mark their running backups as failed
        ResetTaskStatus(reset_task_status::ResetTaskStatus),
        /// Check whether the guest agents of instances answer
        Ping(ping::Ping),
        /// Show the resource usage of an instance's guest agent
        Diagnostics(diagnostics::Diagnostics),
        /// Show the memory and processors of an instance's server
        Hwinfo(hwinfo::Hwinfo),
        /// Show who enabled root on an instance, and when
        RootHistory(root_history::RootHistory),
    }
}
