//! `trove configuration`: configuration groups, which are settings for databases.

mod attach;
mod columns;
mod create;
mod default;
mod delete;
mod detach;
mod instances;
mod list;
pub(super) mod parameter;
mod set;
mod show;
mod values;
mod version_numbers;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List configuration groups
        List(list::List),
        /// Show a configuration group and its values
        Show(show::Show),
        /// Create a configuration group
        Create(create::Create),
        /// Change the name or description of a configuration group, or replace all its values
        Set(set::Set),
        /// Delete configuration groups
        Delete(delete::Delete),
        /// Attach a configuration group to an instance
        Attach(attach::Attach),
        /// Detach the configuration group from an instance
        Detach(detach::Detach),
        /// List the instances that a configuration group is attached to
        Instances(instances::Instances),
        /// Show the settings that an instance has without a configuration group
        Default(default::Default),
        /// List and show configuration parameters, or change some values of a group
        #[command(subcommand)]
        Parameter(parameter::Command),
    }
}
