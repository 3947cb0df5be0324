//! `trove config`: which clouds there are, what is set where, and whether it works.

mod doctor;
mod list;
mod show;

use crate::cli::run::{Run, commands};

commands! {
    pub(crate) enum Command {
        /// List the clouds, and the files that they are in
        List(list::List),
        /// Show all settings of the cloud that is selected
        Show(show::Show),
        /// Check everything from the settings to the service, and say what to do where it fails
        Doctor(doctor::Doctor),
    }
}
