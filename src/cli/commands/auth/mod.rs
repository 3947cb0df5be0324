//! `trove auth`: the identity of the login, and its token.

mod logout;
mod status;
mod timestamp;
mod token;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Show the user, project, roles, expiry and settings of the login
        Status(status::Status),
        /// Print the token, for use in other programs
        Token(token::Issue),
        /// Delete the token that is stored on disk
        Logout(logout::Logout),
    }
}
