//! `trove sandbox`: a local Keystone and Trove.

mod env;
mod reset;
mod serve;
mod status;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Serve the sandbox to other programs, until interrupted
        Serve(serve::Serve),
        /// Print the variables that other programs need to log in to a served sandbox
        Env(env::Variables),
        /// Show where the sandbox is stored, and how much is in it
        Status(status::Status),
        /// Delete everything in the sandbox
        Reset(reset::Reset),
    }
}
