//! `trove user`: the users of an instance's databases.

mod columns;
mod create;
mod delete;
mod grant_access;
mod list;
mod revoke_access;
mod set_passwords;
mod show;
mod show_access;
mod update_attributes;
mod user_args;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the users of an instance
        List(list::List),
        /// Show a user, or the databases that a user has access to
        Show(show::Show),
        /// Create a user
        Create(create::Create),
        /// Delete a user
        Delete(delete::Delete),
        /// Grant a user access to databases
        #[command(subcommand)]
        Grant(Grant),
        /// Revoke a user's access to a database
        #[command(subcommand)]
        Revoke(Revoke),
        /// Change the name, password or host of a user
        #[command(subcommand)]
        Update(Update),
        /// Change the passwords of users
        SetPasswords(set_passwords::SetPasswords),
    }
}

commands! {
    pub(crate) enum Grant {
        /// Grant a user access to more databases
        Access(grant_access::GrantAccess),
    }
}

commands! {
    pub(crate) enum Revoke {
        /// Revoke a user's access to a database
        Access(revoke_access::RevokeAccess),
    }
}

commands! {
    pub(crate) enum Update {
        /// Change the name, password or host of a user
        Attributes(update_attributes::UpdateAttributes),
    }
}
