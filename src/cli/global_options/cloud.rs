//! The options that select a cloud and set its settings: those of the table in `config`.

use crate::cli::global_options::spec::{named, switch, value};
use crate::config::Key;
use crate::config::options::{OPTIONS, OptionSpec};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};
use std::collections::BTreeMap;

/// Returns the ID of the option in clap. Not its key, because some commands have an argument `project_id`.
fn id(option: &OptionSpec) -> &'static str {
    option.flags.first().copied().unwrap_or(option.key.name())
}

/// Returns all names of this option, and of the options that exclude it.
pub(super) fn names(option: &OptionSpec) -> impl Iterator<Item = &'static str> {
    option.flags.iter().chain(conflicts(option)).copied()
}

fn conflicts(option: &OptionSpec) -> &'static [&'static str] {
    match option.flags {
        ["verify", ..] => &["insecure"],
        ["insecure", ..] => &["verify"],
        _ => &[],
    }
}

pub(super) fn arg(option: &OptionSpec) -> Arg {
    let (_, aliases) = option.flags.split_first().unwrap_or((&"", &[]));
    let arg = named(id(option), aliases)
        .help(option.help)
        .help_heading("Cloud")
        .conflicts_with_all(conflicts(option))
        // Fifty options would bury those of the command: `-h` names the first, `--help` all.
        .hide_short_help(option.key != Key::Cloud)
        .hide(option.hidden);
    match option.value {
        None => arg.action(ArgAction::SetTrue),
        Some(name) if option.choices.is_empty() => arg.value_name(name),
        Some(name) => {
            let values = PossibleValuesParser::new(option.choices.iter().copied());
            arg.value_name(name).value_parser(values).hide_possible_values(true)
        }
    }
}

/// Reads the options of the cloud, by the keys of [`OPTIONS`].
pub(super) fn read(matches: &ArgMatches) -> BTreeMap<Key, String> {
    let given = OPTIONS.iter().filter_map(|option| {
        let text = match option.value {
            None => switch(matches, id(option)).then(|| "true".to_owned()),
            Some(_) => value(matches, id(option)),
        };
        Some((option.key, text?))
    });
    given.collect()
}
