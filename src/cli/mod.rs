//! The command line: the tree, what a command runs in, dispatch.

mod auth;
mod backup;
mod cluster;
mod config;
mod configuration;
mod confirm;
mod cx;
mod datastore;
mod db;
mod flavor;
mod generate;
mod global;
mod health;
mod instance;
mod interrupt;
mod legacy;
mod limit;
mod log;
mod logger;
mod many;
mod mgmt;
mod module;
mod operator;
mod pairs;
mod password;
mod progress;
mod quota;
mod report;
mod restart;
mod root;
#[cfg(feature = "sandbox")]
mod sandbox;
mod ssl;
mod user;
mod volume;
mod world;

pub use world::{Terminals, World};

use crate::cli::cx::Cx;
use crate::cli::global::Globals;
use crate::cli::legacy::Unknown;
use anyhow::Result;
use clap::Parser;
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
        /// The databases of an instance
        #[command(subcommand)]
        Db(db::Command),
        /// The users of an instance's databases
        #[command(subcommand)]
        User(user::Command),
        /// The superuser of an instance or a cluster
        #[command(subcommand)]
        Root(root::Command),
        /// Backups of instances
        #[command(subcommand)]
        Backup(backup::Command),
        /// Configuration groups: settings of databases
        #[command(subcommand)]
        Configuration(configuration::Command),
        /// The logs of instances
        #[command(subcommand)]
        Log(log::Command),
        /// Encrypted connections to instances
        #[command(subcommand)]
        Ssl(ssl::Command),
        /// Modules: files that the guest agent applies to instances
        #[command(subcommand)]
        Module(module::Command),
        /// Clusters: several instances that are one database
        #[command(subcommand)]
        Cluster(cluster::Command),
        /// Flavors: the sizes of servers on offer
        #[command(subcommand)]
        Flavor(flavor::Command),
        /// Volumes: the kinds of data volumes on offer
        #[command(subcommand)]
        Volume(volume::Command),
        /// Datastores: the kinds of databases on offer, and their versions
        #[command(subcommand)]
        Datastore(datastore::Command),
        /// Quotas: how much of each resource a project may have
        #[command(subcommand)]
        Quota(quota::Command),
        /// Limits: quotas and request rates, as the service applies them
        #[command(subcommand)]
        Limit(limit::Command),
        /// What administrators see and do in all projects
        #[command(subcommand)]
        Mgmt(mgmt::Command),
        /// Who one is to the cloud, and the token that says so
        #[command(subcommand)]
        Auth(auth::Command),
        /// Configuration: which clouds there are, what is set where, and whether it works
        #[command(subcommand)]
        Config(config::Command),
        /// Ask whether the service is well
        Health(health::Health),
        ["sandbox"]
        /// A Keystone and a Trove of one's own, on this machine
        #[command(subcommand)]
        Sandbox(sandbox::Command),
        /// What tools read about this program
        #[command(subcommand, hide = true)]
        Generate(generate::Command),
    }
}

/// Databases on OpenStack
#[derive(Debug, Parser)]
#[command(
    name = "trove",
    version,
    max_term_width = 110,
    arg_required_else_help = true,
    // As in every OpenStack client: --os-proj for what begins with it, if that is one option.
    infer_long_args = true,
    // The last one counts, as in every script that adds an option to those of a variable.
    args_override_self = true,
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
    let parsed =
        Cli::try_parse_from(&args).or_else(|error| legacy::parse(&args, error, &mut world));
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
