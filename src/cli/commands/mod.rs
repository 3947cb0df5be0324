//! The tree of commands, from its root.

mod auth;
mod backup;
mod cluster;
mod config;
mod configuration;
mod datastore;
mod db;
mod flavor;
mod generate;
mod health;
mod instance;
mod limit;
mod log;
mod mgmt;
mod module;
mod quota;
mod root;
#[cfg(feature = "sandbox")]
mod sandbox;
mod ssl;
mod user;
mod volume;

use crate::cli::global_options::GlobalOptions;
use crate::cli::run::commands;
use clap::error::ErrorKind;
use clap::{Command, CommandFactory, Error, FromArgMatches, Parser};
use std::ffi::OsString;

commands! {
    pub(crate) enum Noun {
        /// Manage database instances
        #[command(subcommand)]
        Instance(instance::Command),
        /// Manage the databases of an instance
        #[command(subcommand)]
        Db(db::Command),
        /// Manage the database users of an instance
        #[command(subcommand)]
        User(user::Command),
        /// Manage the superuser of an instance or cluster
        #[command(subcommand)]
        Root(root::Command),
        /// Manage backups of instances
        #[command(subcommand)]
        Backup(backup::Command),
        /// Manage configuration groups: settings for databases
        #[command(subcommand)]
        Configuration(configuration::Command),
        /// Show, publish and save the logs of an instance
        #[command(subcommand)]
        Log(log::Command),
        /// Manage encrypted connections (TLS) to an instance
        #[command(subcommand)]
        Ssl(ssl::Command),
        /// Manage modules (files that the guest agent applies to instances)
        #[command(subcommand)]
        Module(module::Command),
        /// Manage clusters: several instances that form one database
        #[command(subcommand)]
        Cluster(cluster::Command),
        /// Show flavors (sizes of servers)
        #[command(subcommand)]
        Flavor(flavor::Command),
        /// Show types of data volumes
        #[command(subcommand)]
        Volume(volume::Command),
        /// Manage datastores (kinds of databases) and their versions
        #[command(subcommand)]
        Datastore(datastore::Command),
        /// Show and change the quotas of a project
        #[command(subcommand)]
        Quota(quota::Command),
        /// Show the limits and request rates of your project
        #[command(subcommand)]
        Limit(limit::Command),
        /// Administrator commands, across all projects
        #[command(subcommand)]
        Mgmt(mgmt::Command),
        /// Show your identity and manage the login token
        #[command(subcommand)]
        Auth(auth::Command),
        /// List, show and check your cloud configuration
        #[command(subcommand)]
        Config(config::Command),
        /// Check the health of the database service
        Health(health::Health),
        ["sandbox"]
        /// Run a local Keystone and Trove for testing
        #[command(subcommand)]
        Sandbox(sandbox::Command),
        /// Print descriptions of the command line, for tools
        #[command(subcommand, hide = true)]
        Generate(generate::Command),
    }
}

/// Manage databases on OpenStack (Trove)
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
struct Root {
    #[command(subcommand)]
    noun: Noun,
}

/// A command line.
#[derive(Debug)]
pub(crate) struct Cli {
    pub(crate) options: GlobalOptions,
    pub(crate) noun: Noun,
}

impl Cli {
    /// Returns the whole tree of commands, with all options.
    pub(crate) fn command() -> Command {
        Root::command().args(GlobalOptions::all())
    }

    /// Parses a command line. For speed, clap gets only the options that the command line contains. If parsing
    /// fails or asks for help, it is repeated with all options.
    pub(crate) fn parse(args: &[OsString]) -> Result<Self, Error> {
        let mentioned = Root::command().args(GlobalOptions::mentioned(args));
        match Self::read(mentioned, args) {
            Err(error) if error.kind() != ErrorKind::DisplayVersion => {
                Self::read(Self::command(), args)
            }
            other => other,
        }
    }

    fn read(mut command: Command, args: &[OsString]) -> Result<Self, Error> {
        let matches = command.try_get_matches_from_mut(args);
        // Freeing the tree piece by piece costs as much as reading the line with it.
        std::mem::forget(command);
        let mut matches = matches?;
        let options = GlobalOptions::read(&matches);
        Ok(Self { options, noun: Root::from_arg_matches_mut(&mut matches)?.noun })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_line_is_read_the_same_with_the_options_it_mentions_as_with_all() {
        for line in [
            "instance list -f json -c ID --os-cloud x",
            "-fjson --os-cloud=x instance list --limit 5 --long -q",
            "--os-proj p instance list",
            "--os-project-na p --verify instance list --insec",
            "instance list --sort-a --sort-d",
            "instance list -qv",
            "instance wait a --timeout 5m",
            "--timeout 5 instance list",
            "instance create -x --os-cloud -- --format",
            "quota update p instances -1",
            "--vers",
            "instance --version",
            "instance create --he",
            "help instance",
            "instance list --variab",
            "user create i u --hos h --debu",
            "",
        ] {
            let args: Vec<OsString> =
                std::iter::once("trove").chain(line.split_whitespace()).map(Into::into).collect();
            let told = |read: Result<Cli, Error>| match read {
                Ok(cli) => format!("{cli:?}"),
                Err(error) => error.to_string(),
            };
            assert_eq!(told(Cli::parse(&args)), told(Cli::read(Cli::command(), &args)), "{line}");
        }
    }
}
