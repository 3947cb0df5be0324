//! The trait of commands, and the macro that declares one level of the command tree.

use crate::cli::context::Cx;
use anyhow::Result;

/// A command that can be run.
pub(crate) trait Run {
    /// Runs the command.
    fn run(self, cx: &mut Cx<'_>) -> Result<()>;
}

impl<T: Run> Run for Box<T> {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        (*self).run(cx)
    }
}

/// Declares a level of the tree and its dispatch: one line a command, after the
/// feature that it needs in brackets.
macro_rules! commands {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($([$feature:literal])? $(#[$vmeta:meta])* $variant:ident($args:ty),)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, clap::Subcommand)]
        #[command(defer = true)]
        $vis enum $name { $($(#[cfg(feature = $feature)])? $(#[$vmeta])* $variant($args),)+ }

        impl $crate::cli::run::Run for $name {
            fn run(self, cx: &mut $crate::cli::context::Cx<'_>) -> anyhow::Result<()> {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(args) => args.run(cx),)+
                }
            }
        }
    };
}
pub(crate) use commands;
