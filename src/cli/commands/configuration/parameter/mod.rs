//! `trove configuration parameter`: which settings there are, and what they may be.

pub(in crate::cli::commands) mod columns;
mod list;
mod set;
mod show;
pub(in crate::cli::commands) mod version;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the parameters of a datastore version
        List(list::List),
        /// Show a parameter of a datastore version
        Show(show::Show),
        /// Change some values of a configuration group
        Set(set::Set),
    }
}
