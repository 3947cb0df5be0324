//! The commands of python-troveclient's `trove`, one line each: what they are called now.

mod line;
mod options;
mod variables;

pub(super) use options::Former;

use crate::Error;
use crate::cli::commands::Cli;
use crate::cli::environment::World;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::io::Write;

/// What has become of an old command.
#[derive(Debug, Clone, Copy)]
enum Now {
    /// Other words before the same arguments.
    Is(&'static str),
    /// Other arguments too: `<1>` is the first of the old ones that is neither an option nor its value.
    Becomes(&'static str),
    /// Other words where an option that begins like this is given, and nothing without it.
    Narrowed(&'static str, &'static str, Why),
    /// Nothing.
    Gone(Why),
}
use Now::{Becomes, Gone, Is, Narrowed};

/// What removed a command and since when, and what to use instead.
type Why = (&'static str, &'static str);

const SECURITY_GROUPS: Why = (
    "the service has no security groups of its own since Train (2019)",
    "'trove instance create --allowed-cidr' and 'trove instance update --allowed-cidr' say who may connect",
);
const METADATA: Why = (
    "no release of the service has served metadata of instances",
    "keep it where the instance's ID is kept",
);
const SCHEDULES: Why = (
    "schedules were workflows of Mistral, which the service has never had routes for",
    "run 'trove backup create' from a scheduler such as cron or a CI system",
);
const VOLUME_TYPES: Why = (
    "the service lists volume types only for a datastore version since Ussuri (2020)",
    "'trove volume type list --datastore-type D --datastore-version-id V' lists those",
);

#[rustfmt::skip]
const LEGACY: &[(&str, Now)] = &[
    ("backup-create", Becomes("backup create <2> --instance <1>")),
    ("backup-delete", Is("backup delete")),
    ("backup-list", Is("backup list")),
    ("backup-list-instance", Is("backup list instance")),
    ("backup-show", Is("backup show")),
    ("cluster-create", Is("cluster create")),
    ("cluster-delete", Is("cluster delete")),
    ("cluster-force-delete", Is("cluster force delete")),
    ("cluster-grow", Is("cluster grow")),
    ("cluster-instances", Is("cluster list instances")),
    ("cluster-list", Is("cluster list")),
    ("cluster-modules", Is("cluster modules")),
    ("cluster-reset-status", Is("cluster reset status")),
    ("cluster-show", Is("cluster show")),
    ("cluster-shrink", Is("cluster shrink")),
    ("cluster-upgrade", Is("cluster upgrade")),
    ("configuration-attach", Is("configuration attach")),
    ("configuration-create", Is("configuration create")),
    ("configuration-default", Is("configuration default")),
    ("configuration-delete", Is("configuration delete")),
    ("configuration-detach", Is("configuration detach")),
    ("configuration-instances", Is("configuration instances")),
    ("configuration-list", Is("configuration list")),
    ("configuration-parameter-list", Is("configuration parameter list")),
    ("configuration-parameter-show", Is("configuration parameter show")),
    ("configuration-patch", Is("configuration parameter set")),
    ("configuration-show", Is("configuration show")),
    ("configuration-update", Is("configuration set")),
    ("create", Becomes("instance create <1> --flavor <2> --default-access")),
    ("database-create", Is("db create")),
    ("database-delete", Is("db delete")),
    ("database-list", Is("db list")),
    ("datastore-list", Is("datastore list")),
    ("datastore-show", Is("datastore show")),
    ("datastore-version-list", Is("datastore version list")),
    ("datastore-version-show", Is("datastore version show")),
    ("delete", Is("instance delete")),
    ("detach-replica", Is("instance detach")),
    ("eject-replica-source", Is("instance eject")),
    ("execution-delete", Gone(SCHEDULES)),
    ("execution-list", Gone(SCHEDULES)),
    ("flavor-list", Is("flavor list")),
    ("flavor-show", Is("flavor show")),
    ("force-delete", Is("instance force delete")),
    ("limit-list", Is("limit list")),
    ("list", Is("instance list")),
    ("log-disable", Becomes("log set <1> <2> --disable")),
    ("log-discard", Becomes("log set <1> <2> --discard")),
    ("log-enable", Becomes("log set <1> <2> --enable")),
    ("log-list", Is("log list")),
    ("log-publish", Becomes("log set <1> <2> --publish")),
    ("log-save", Is("log save")),
    ("log-show", Is("log show")),
    ("log-tail", Is("log tail")),
    ("metadata-create", Gone(METADATA)),
    ("metadata-delete", Gone(METADATA)),
    ("metadata-edit", Gone(METADATA)),
    ("metadata-list", Gone(METADATA)),
    ("metadata-show", Gone(METADATA)),
    ("metadata-update", Gone(METADATA)),
    ("module-apply", Is("module apply")),
    ("module-create", Is("module create")),
    ("module-delete", Is("module delete")),
    ("module-instance-count", Is("module instance count")),
    ("module-instances", Is("module instances")),
    ("module-list", Is("module list")),
    ("module-list-instance", Is("module list instance")),
    ("module-query", Is("module query")),
    ("module-reapply", Is("module reapply")),
    ("module-remove", Is("module remove")),
    ("module-retrieve", Is("module retrieve")),
    ("module-show", Is("module show")),
    ("module-update", Is("module update")),
    ("promote-to-replica-source", Is("instance promote")),
    ("quota-show", Is("quota show")),
    ("quota-update", Is("quota update")),
    ("reset-status", Is("instance reset status")),
    ("resize-instance", Is("instance resize flavor")),
    ("resize-volume", Is("instance resize volume")),
    ("restart", Is("instance restart")),
    ("root-disable", Is("root disable")),
    ("root-enable", Is("root enable")),
    ("root-show", Is("root show")),
    ("schedule-create", Gone(SCHEDULES)),
    ("schedule-delete", Gone(SCHEDULES)),
    ("schedule-list", Gone(SCHEDULES)),
    ("schedule-show", Gone(SCHEDULES)),
    ("secgroup-add-rule", Gone(SECURITY_GROUPS)),
    ("secgroup-delete-rule", Gone(SECURITY_GROUPS)),
    ("secgroup-list", Gone(SECURITY_GROUPS)),
    ("secgroup-list-rules", Gone(SECURITY_GROUPS)),
    ("secgroup-show", Gone(SECURITY_GROUPS)),
    ("show", Is("instance show")),
    ("update", Is("instance update")),
    ("upgrade", Is("instance upgrade")),
    ("user-create", Is("user create")),
    ("user-delete", Is("user delete")),
    ("user-grant-access", Is("user grant access")),
    ("user-list", Is("user list")),
    ("user-revoke-access", Is("user revoke access")),
    ("user-show", Is("user show")),
    ("user-show-access", Is("user show access")),
    ("user-update-attributes", Is("user update attributes")),
    ("volume-type-list", Narrowed("volume type list", "--datastore", VOLUME_TYPES)),
    ("volume-type-show", Gone(VOLUME_TYPES)),
];

/// Why a command line has no new words.
pub(super) enum Unknown {
    /// It is wrong in the way that clap says.
    Wrong(clap::Error),
    /// The service no longer has what it asks for.
    Gone(Error),
}

/// Reads a command line that is wrong as it stands the way the legacy client would have read it.
///
/// `--a_b` is tried as `--a-b` first; then the first word, if it is an old one, is put in new words.
pub(super) fn parse(
    args: &[OsString],
    error: clap::Error,
    world: &mut World<'_>,
) -> Result<Cli, Unknown> {
    let (mut args, mut error) = (args.to_vec(), error);
    if error.kind() == ErrorKind::UnknownArgument {
        let hyphened = line::hyphened(&args);
        match Cli::try_parse_from(&hyphened) {
            Ok(cli) => return Ok(cli),
            // What is unknown either way is named as it was typed.
            Err(other) if other.kind() == ErrorKind::UnknownArgument => {
                return Err(Unknown::Wrong(error));
            }
            Err(other) => (args, error) = (hyphened, other),
        }
    }
    if error.kind() != ErrorKind::InvalidSubcommand {
        return Err(Unknown::Wrong(error));
    }
    Cli::try_parse_from(expand(&args, error, world)?).map_err(Unknown::Wrong)
}

/// The command line in new words, if its first word is an old one.
fn expand(
    args: &[OsString],
    error: clap::Error,
    world: &mut World<'_>,
) -> Result<Vec<OsString>, Unknown> {
    let root = Cli::command();
    let first = line::first_word(&root, args, 1);
    let asks_help = first.and_then(|at| args.get(at)).is_some_and(|word| word == "help");
    let at =
        if asks_help { first.and_then(|at| line::first_word(&root, args, at + 1)) } else { first };
    let Some((at, word)) = at.and_then(|at| Some((at, args.get(at)?.to_str()?))) else {
        return Err(Unknown::Wrong(error));
    };
    let (before, rest) = args.split_at(at);
    let rest = line::hyphened(rest.get(1..).unwrap_or_default());
    let Some((_, now)) = LEGACY.iter().find(|(old, _)| *old == word) else {
        // `openstack database instance list` differs in its first word only.
        return match word {
            "database" => Ok(before.iter().cloned().chain(rest).collect()),
            _ => Err(Unknown::Wrong(error)),
        };
    };
    let words = match *now {
        Narrowed(words, option, _) if asks_help || given(&rest, option) => words,
        Narrowed(_, _, why) | Gone(why) => return Err(gone(word, why)),
        Is(words) | Becomes(words) => words,
    };
    note(word, words, world);
    let mut new: Vec<OsString> = before.iter().take(1).cloned().collect();
    let options = before.get(1..).unwrap_or_default();
    new.extend(variables::options(world, &[options, &rest].concat()));
    new.extend(options.iter().cloned());
    if asks_help {
        new.extend(path(words).map(OsString::from));
    } else {
        new.extend(line::filled(words, rest, &root));
    }
    Ok(new)
}

fn given(args: &[OsString], option: &str) -> bool {
    args.iter().any(|arg| arg.to_string_lossy().starts_with(option))
}

fn gone(word: &str, (why, instead): Why) -> Unknown {
    Unknown::Gone(Error::invalid(format!("'{word}' is gone: {why}; {instead}")))
}

/// The words of the command, without its arguments.
fn path(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(' ').take_while(|word| word.starts_with(char::is_alphabetic))
}

/// Says once what the command is called now, to people only.
fn note(word: &str, words: &'static str, world: &mut World<'_>) {
    if world.terminals.err && talks(world) {
        let words: Vec<_> = path(words).collect();
        // A note that nobody sees changes nothing.
        let _ = writeln!(world.err, "note: 'trove {word}' is now 'trove {}'", words.join(" "));
    }
}

/// Whether to say anything about old commands and variables.
fn talks(world: &World<'_>) -> bool {
    world.env.get("TROVE_LEGACY") != Some("quiet")
}

/// The old commands and the words of the new ones; none for those that are gone.
pub(super) fn table() -> impl Iterator<Item = (&'static str, Option<Vec<&'static str>>)> {
    LEGACY.iter().map(|(old, now)| match now {
        Is(words) | Becomes(words) | Narrowed(words, ..) => (*old, Some(path(words).collect())),
        Gone(..) => (*old, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_old_command_leads_to_a_new_one() {
        let mut root = Cli::command();
        root.build();
        for (old, path) in table() {
            let Some(path) = path else { continue };
            let end = path.iter().try_fold(&root, |command, word| command.find_subcommand(word));
            assert!(end.is_some(), "{old} leads nowhere: {path:?}");
        }
    }

    #[test]
    fn every_old_command_is_there_once() {
        let names: std::collections::BTreeSet<_> = LEGACY.iter().map(|(old, _)| old).collect();
        assert_eq!((names.len(), LEGACY.len()), (105, 105));
    }
}
