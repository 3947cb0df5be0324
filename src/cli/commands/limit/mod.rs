//! `trove limit`: quotas and request rates, as the service applies them.

mod list;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List request rates; tables also show the absolute limits
        List(list::List),
        /// Show the absolute limits
        Show(show::Show),
    }
}
