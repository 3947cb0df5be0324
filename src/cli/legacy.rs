//! The commands of python-troveclient's `trove`, one line each: what they are called now.

use super::World;
use crate::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use std::ffi::{OsStr, OsString};
use std::io::Write;

/// What has become of an old command.
#[derive(Debug, Clone, Copy)]
enum Now {
    /// Other words before the same arguments.
    Is(&'static str),
    /// Other arguments too: `<1>` is the first of the old ones that is neither an option nor its value.
    Becomes(&'static str),
    /// Other words where an option that begins like this is given; without, as the next.
    Narrowed(&'static str, &'static str, &'static Now),
    /// Nothing: what removed it, and what to use instead.
    Gone(&'static str, &'static str),
}
use Now::{Becomes, Gone, Is, Narrowed};

const SECURITY_GROUPS: Now = Gone(
    "the service has no security groups of its own since Train (2019)",
    "'trove instance create --allowed-cidr' and 'trove instance update --allowed-cidr' say who may connect",
);
const METADATA: Now = Gone(
    "no release of the service has served metadata of instances",
    "keep it where the instance's ID is kept",
);
const SCHEDULES: Now = Gone(
    "schedules were workflows of Mistral, which the service has never had routes for",
    "run 'trove backup create' from a scheduler such as cron or a CI system",
);
const VOLUME_TYPES: Now = Gone(
    "the service lists volume types only for a datastore version since Ussuri (2020)",
    "'trove volume type list --datastore-type D --datastore-version-id V'",
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
    ("create", Becomes("instance create <1> --flavor <2>")),
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
    ("execution-delete", SCHEDULES),
    ("execution-list", SCHEDULES),
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
    ("metadata-create", METADATA),
    ("metadata-delete", METADATA),
    ("metadata-edit", METADATA),
    ("metadata-list", METADATA),
    ("metadata-show", METADATA),
    ("metadata-update", METADATA),
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
    ("schedule-create", SCHEDULES),
    ("schedule-delete", SCHEDULES),
    ("schedule-list", SCHEDULES),
    ("schedule-show", SCHEDULES),
    ("secgroup-add-rule", SECURITY_GROUPS),
    ("secgroup-delete-rule", SECURITY_GROUPS),
    ("secgroup-list", SECURITY_GROUPS),
    ("secgroup-list-rules", SECURITY_GROUPS),
    ("secgroup-show", SECURITY_GROUPS),
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
    ("volume-type-list", Narrowed("volume type list", "--datastore", &VOLUME_TYPES)),
    ("volume-type-show", VOLUME_TYPES),
];

/// Why a command line has no new words.
pub(super) enum Unknown {
    /// It is wrong in the way that clap says.
    Wrong(clap::Error),
    /// The service no longer has what it asks for.
    Gone(Error),
}

/// The command line in new words, if its first word is an old one.
pub(super) fn expand(
    args: &[OsString],
    error: clap::Error,
    root: impl FnOnce() -> Command,
    world: &mut World<'_>,
) -> Result<Vec<OsString>, Unknown> {
    let word = match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) => word.clone(),
        _ => return Err(Unknown::Wrong(error)),
    };
    let now = LEGACY.iter().find(|(old, _)| *old == word).map(|(_, now)| *now);
    // `openstack database instance list` differs in its first word only.
    let Some(now) = now.or((word == "database").then_some(Is(""))) else {
        return Err(Unknown::Wrong(error));
    };
    let Some(at) = args.iter().skip(1).position(|arg| *arg == *word.as_str()) else {
        return Err(Unknown::Wrong(error));
    };
    let (before, rest) = args.split_at(at + 1);
    let rest: Vec<OsString> = rest.iter().skip(1).map(|arg| hyphened(arg)).collect();
    let asks_help = before.last().is_some_and(|word| word == "help");
    let words = match now {
        Is(words) => words,
        Becomes(words) if asks_help => words.split(" <").next().unwrap_or(words),
        Becomes(words) => words,
        Narrowed(words, option, other) => {
            let given = rest.iter().any(|arg| arg.to_string_lossy().starts_with(option));
            match other {
                Gone(why, instead) if !given && !asks_help => {
                    return Err(gone(&word, why, instead));
                }
                _ => words,
            }
        }
        Gone(why, instead) => return Err(gone(&word, why, instead)),
    };
    note(&word, words, world);
    let mut new: Vec<OsString> = before.to_vec();
    new.extend(filled(words, rest, root));
    Ok(new)
}

fn gone(word: &str, why: &str, instead: &str) -> Unknown {
    Unknown::Gone(Error::invalid(format!("'{word}' is gone: {why}")).with_hint(instead))
}

/// Says once what the command is called now, to people only.
fn note(word: &str, words: &str, world: &mut World<'_>) {
    if !words.is_empty() && world.terminals.err && world.env.get("TROVE_LEGACY") != Some("quiet") {
        let words: Vec<_> =
            words.split(' ').take_while(|word| word.starts_with(char::is_alphabetic)).collect();
        // A note that nobody sees changes nothing.
        let _ = writeln!(world.err, "note: 'trove {word}' is now 'trove {}'", words.join(" "));
    }
}

/// `--volume_type=x` as `--volume-type=x`.
fn hyphened(arg: &OsStr) -> OsString {
    match arg.to_str().filter(|text| text.starts_with("--")) {
        Some(text) => match text.split_once('=') {
            Some((name, value)) => format!("{}={value}", name.replace('_', "-")).into(),
            None => text.replace('_', "-").into(),
        },
        None => arg.to_owned(),
    }
}

/// `words` with the old arguments in their places, and then the options and what is left over.
fn filled(words: &str, rest: Vec<OsString>, root: impl FnOnce() -> Command) -> Vec<OsString> {
    if !words.contains('<') {
        return words.split_whitespace().map(OsString::from).chain(rest).collect();
    }
    let mut root = root();
    root.build();
    let path = words.split(' ').take_while(|word| !word.starts_with(['<', '-']));
    let command = path.clone().try_fold(&root, |command, word| command.find_subcommand(word));
    let (positional, options) = match command {
        Some(command) => split(command, rest),
        None => (Vec::new(), rest),
    };
    let mut used = 0;
    let mut new = Vec::new();
    for word in words.split(' ') {
        let place = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
        match place.and_then(|number| number.parse::<usize>().ok()) {
            None => new.push(OsString::from(word)),
            Some(number) => match positional.get(number.saturating_sub(1)) {
                Some(value) => {
                    used = used.max(number);
                    new.push(value.clone());
                }
                // Without its value the option goes too, and clap says what is missing.
                None if new.last().is_some_and(is_option) => drop(new.pop()),
                None => {}
            },
        }
    }
    new.extend(options);
    new.extend(positional.into_iter().skip(used));
    new
}

fn is_option(arg: &OsString) -> bool {
    arg.to_string_lossy().starts_with('-')
}

/// What of `args` are neither options of `command` nor their values, and the others.
fn split(command: &Command, args: Vec<OsString>) -> (Vec<OsString>, Vec<OsString>) {
    let (mut positional, mut options) = (Vec::new(), Vec::new());
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        if !is_option(&arg) {
            positional.push(arg);
            continue;
        }
        let text = arg.to_string_lossy().into_owned();
        options.push(arg);
        let mut values = match find(command, &text) {
            Some(option) if !text.contains('=') && !option.is_require_equals_set() => {
                option.get_num_args().unwrap_or_default().max_values()
            }
            _ => 0,
        };
        while values > 0 && args.peek().is_some_and(|next| !is_option(next)) {
            options.extend(args.next());
            values -= 1;
        }
    }
    (positional, options)
}

fn find<'c>(command: &'c Command, text: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|arg| match text.strip_prefix("--") {
        Some(long) => {
            arg.get_long() == Some(long)
                || arg.get_all_aliases().unwrap_or_default().contains(&long)
        }
        None => text.strip_prefix('-').and_then(|text| text.chars().next()) == arg.get_short(),
    })
}

/// The old commands and the words of the new ones; none for those that are gone.
pub(super) fn table() -> impl Iterator<Item = (&'static str, Option<Vec<&'static str>>)> {
    LEGACY.iter().map(|(old, now)| match now {
        Is(words) | Becomes(words) | Narrowed(words, ..) => {
            let path = words.split(' ').take_while(|word| word.starts_with(char::is_alphabetic));
            (*old, Some(path.collect()))
        }
        Gone(..) => (*old, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

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

    #[test]
    fn arguments_find_their_places_wherever_they_stand() {
        let expanded = |words: &str, args: &str| {
            let args = args.split_whitespace().map(OsString::from).collect();
            let new = filled(words, args, Cli::command);
            new.iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ")
        };
        let create = "instance create <1> --flavor <2>";
        assert_eq!(expanded(create, "n 2 --size 1"), "instance create n --flavor 2 --size 1");
        assert_eq!(
            expanded(create, "--size 1 --databases a b --is-public n 2"),
            "instance create n --flavor 2 --size 1 --databases a b --is-public"
        );
        assert_eq!(expanded(create, "n --replica-of x"), "instance create n --replica-of x");
        assert_eq!(expanded(create, ""), "instance create");
    }

    #[test]
    fn underscores_in_options_become_hyphens_and_those_in_values_stay() {
        let hyphened = |text: &str| hyphened(OsStr::new(text)).into_string().unwrap();
        assert_eq!(hyphened("--volume_type=a_b"), "--volume-type=a_b");
        assert_eq!(hyphened("--replica_of"), "--replica-of");
        assert_eq!(hyphened("a_b"), "a_b");
    }
}
