//! `trove mgmt instance`: instances of all projects, and what is below them.

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
        /// List instances, with their servers
        List(list::List),
        /// Show an instance, with its server, volume and guest agent
        Show(show::Show),
        /// Stop the database of instances, not their servers
        Stop(stop::Stop),
        /// Move the servers of instances to other hosts
        Migrate(migrate::Migrate),
        /// Take instances to be idle, whatever is being done to them, and their backups to have failed
        ResetTaskStatus(reset_task_status::ResetTaskStatus),
        /// Ask guest agents whether they are there
        Ping(ping::Ping),
        /// Show what the guest agent of an instance takes up
        Diagnostics(diagnostics::Diagnostics),
        /// Show the memory and processors of the server of an instance
        Hwinfo(hwinfo::Hwinfo),
        /// Show who enabled root, and when
        RootHistory(root_history::RootHistory),
    }
}
