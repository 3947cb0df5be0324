//! `trove mgmt configuration parameter`: the configuration parameters of a datastore version.

mod columns;
mod create;
mod delete;
mod list;
mod show;
mod update;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the configuration parameters of a datastore version
        List(list::List),
        /// Show a configuration parameter of a datastore version
        Show(show::Show),
        /// Create a configuration parameter for a datastore version
        Create(create::Create),
        /// Change a configuration parameter of a datastore version
        Update(update::Update),
        /// Delete a configuration parameter of a datastore version
        Delete(delete::Delete),
    }
}
