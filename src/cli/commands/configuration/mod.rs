//! `trove configuration`: groups of settings for databases.

mod attach;
mod change;
mod detach;
mod parameter;
mod show;
mod values;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List configuration groups
        List(show::List),
        /// Show a configuration group and its values
        Show(show::Show),
        /// Create a configuration group
        Create(change::Create),
        /// Change the name, description or all values of a configuration group
        Set(change::Set),
        /// Delete configuration groups
        Delete(change::Delete),
        /// Attach a configuration group to an instance
        Attach(attach::Attach),
        /// Detach the configuration group of an instance
        Detach(detach::Detach),
        /// List the instances that a configuration group is attached to
        Instances(show::Instances),
        /// Show the settings that an instance has without a configuration group
        Default(show::Defaults),
        /// Parameters: which settings there are, and what they may be
        #[command(subcommand)]
        Parameter(parameter::Command),
    }
}
