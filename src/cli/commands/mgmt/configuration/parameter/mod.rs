//! `trove mgmt configuration parameter`: the parameters of a datastore version, and changes to them.

mod columns;
mod create;
mod delete;
mod list;
mod show;
mod update;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the parameters of a datastore version
        List(list::List),
        /// Show a parameter of a datastore version
        Show(show::Show),
        /// Create a parameter for a datastore version
        Create(create::Create),
        /// Change a parameter of a datastore version
        Update(update::Update),
        /// Delete a parameter of a datastore version
        Delete(delete::Delete),
    }
}
