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
    /// The whole tree, with all options.
    pub(crate) fn command() -> Command {
        Root::command().args(GlobalOptions::all())
    }

    /// Reads a command line. Only the options that it mentions are made, which is most of what reading it
    /// would cost; what is wrong, or asks for help, is read again with all of them.
    pub(crate) fn parse(args: &[OsString]) -> Result<Self, Error> {
        let mentioned = Root::command().args(GlobalOptions::mentioned(args));
        match Self::read(mentioned, args) {
            Err(error) if error.kind() != ErrorKind::DisplayVersion => {
                Self::read(Self::command(), args)
            }
            other => other,
        }
    }

    fn read(command: Command, args: &[OsString]) -> Result<Self, Error> {
        let mut matches = command.try_get_matches_from(args)?;
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
