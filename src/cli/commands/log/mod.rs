//! `trove log`: the logs of instances.

mod columns;
mod list;
mod log_args;
mod save;
mod set;
mod show;
mod tail;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the logs of an instance
        List(list::List),
        /// Show the status of a log and where it is published
        Show(show::Show),
        /// Enable, disable, publish or discard a log
        Set(set::Set),
        /// Print the last published lines of a log
        Tail(tail::Tail),
        /// Save the published part of a log to a file
        Save(save::Save),
    }
}
