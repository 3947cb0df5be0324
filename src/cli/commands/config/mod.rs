//! `trove config`: the configuration of clouds.

mod doctor;
mod list;
mod show;
mod trust;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List the clouds and the files that define them
        List(list::List),
        /// Show all settings of the selected cloud
        Show(show::Show),
        /// Check each step from the settings to the service, with hints for what fails
        Doctor(doctor::Doctor),
        /// Trust configuration files of the current directory or of another user
        Trust(trust::Trust),
    }
}
