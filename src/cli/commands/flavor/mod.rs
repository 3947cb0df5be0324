//! `trove flavor`: the sizes of servers on offer.

mod columns;
mod list;
mod show;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// List flavors
        List(list::List),
        /// Show a flavor
        Show(show::Show),
    }
}
