//! `trove configuration parameter`: the settings that a datastore version allows, and changes to a group.

pub(in crate::cli::commands) mod columns;
mod list;
mod set;
mod show;
pub(in crate::cli::commands) mod version;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the configuration parameters of a datastore version
        List(list::List),
        /// Show a configuration parameter of a datastore version
        Show(show::Show),
        /// Change some values of a configuration group and keep the others
        Set(set::Set),
    }
}
