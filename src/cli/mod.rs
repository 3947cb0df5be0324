//! The command line: the tree, what a command runs in, dispatch.

mod cx;
mod datastore;
mod flavor;
mod global;
mod instance;
mod interrupt;
mod legacy;
mod logger;
mod many;
mod progress;
mod report;
#[cfg(feature = "sandbox")]
mod sandbox;
mod volume;
mod world;

pub use world::{Terminals, World};

use anyhow::Result;
use clap::{CommandFactory, Parser};
use cx::Cx;
use global::Globals;
use legacy::Unknown;
use std::ffi::OsString;
use std::process::ExitCode;

/// A command that can be run.
pub(crate) trait Run {
    /// Runs it.
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

        impl $crate::cli::Run for $name {
            fn run(self, cx: &mut $crate::cli::cx::Cx<'_>) -> anyhow::Result<()> {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$variant(args) => args.run(cx),)+
                }
            }
        }
    };
}
use commands;

commands! {
    pub(crate) enum Noun {
        /// Database instances
        #[command(subcommand)]
        Instance(instance::Command),
        /// Flavors: the sizes of servers on offer
        #[command(subcommand)]
        Flavor(flavor::Command),
        /// Datastores: the kinds of databases on offer, and their versions
        #[command(subcommand)]
        Datastore(datastore::Command),
        /// Volumes: the kinds of data volumes on offer
        #[command(subcommand)]
        Volume(volume::Command),
        ["sandbox"]
        /// A Keystone and a Trove of one's own, on this machine
        #[command(subcommand)]
        Sandbox(sandbox::Command),
    }
}

/// Databases on OpenStack
#[derive(Debug, Parser)]
#[command(
    name = "trove",
    version,
    max_term_width = 110,
    arg_required_else_help = true,
    after_help = "Every command has its own help: trove instance create --help"
)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    noun: Noun,
}

/// Runs `trove` in this process: its arguments, environment and streams.
#[must_use]
pub fn main() -> ExitCode {
    logger::install();
    ExitCode::from(run(std::env::args_os().collect(), World::of_process()))
}

/// Runs one command line in `world` and gives the exit status. Tests come in here.
#[must_use]
pub fn run(args: Vec<OsString>, mut world: World<'_>) -> u8 {
    let parsed = Cli::try_parse_from(&args).or_else(|error| {
        let args = legacy::expand(&args, error, Cli::command, &mut world)?;
        Cli::try_parse_from(args).map_err(Unknown::Wrong)
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(Unknown::Wrong(error)) => return report::usage(&error, &mut world),
        Err(Unknown::Gone(error)) => return report::error(&error.into(), &mut world),
    };
    let mut cx = Cx::new(cli.globals, world);
    match cli.noun.run(&mut cx).and_then(|()| cx.finish()) {
        Ok(()) => cx.exit_code(),
        Err(error) => cx.report(&error),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_tree_is_sound() {
        super::Cli::command().debug_assert();
    }
}
