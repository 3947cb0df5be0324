//! `trove generate`: descriptions of the command line, for tools.

mod legacy;
mod tree;

use crate::cli::run::commands;

commands! {
    pub(crate) enum Command {
        /// Print every command with its options and arguments, as JSON
        Tree(tree::Tree),
        /// Print the replacement of each command of the legacy client, as JSON
        Legacy(legacy::Legacy),
    }
}
