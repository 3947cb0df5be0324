//! Splits a command line of the legacy client, and rewrites it as a command line of `trove`.

use clap::{Arg, Command};
use std::ffi::{OsStr, OsString};

/// Returns the index of the first argument, starting at `from`, that is neither an option of `command`
/// nor the value of an option.
pub(super) fn first_word(command: &Command, args: &[OsString], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let arg = args.get(at)?;
        if !is_option(arg) {
            return Some(at);
        }
        at += 1 + wanted(&[command], &arg.to_string_lossy());
    }
}

/// Replaces underscores in the names of options, as in `--volume_type=x`, up to the argument `--`.
pub(super) fn hyphened(args: &[OsString]) -> Vec<OsString> {
    let mut options = true;
    let respelt = args.iter().map(|arg| {
        options &= arg != "--";
        match arg.to_str().filter(|text| options && text.starts_with("--")) {
            Some(text) => match text.split_once('=') {
                Some((name, value)) => format!("{}={value}", name.replace('_', "-")).into(),
                None => text.replace('_', "-").into(),
            },
            None => arg.clone(),
        }
    });
    respelt.collect()
}

/// Fills the old arguments into the template `words`, and appends the options and the remaining arguments.
pub(super) fn filled(words: &str, rest: Vec<OsString>, root: &Command) -> Vec<OsString> {
    if !words.contains('<') {
        return words.split_whitespace().map(OsString::from).chain(rest).collect();
    }
    let mut path = words.split(' ').take_while(|word| !word.starts_with(['<', '-']));
    // Subcommands are built when they are needed: here only those of one noun are.
    let noun = path.next().and_then(|word| root.find_subcommand(word)).cloned();
    let noun = noun.map(|mut noun| {
        noun.build();
        noun
    });
    let command = noun
        .as_ref()
        .and_then(|noun| path.try_fold(noun, |command, word| command.find_subcommand(word)));
    let (positional, options) = split(&[command.unwrap_or(root), root], rest);
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
                // Without its value the option is dropped too, and clap reports what is missing.
                None if new.last().is_some_and(|last| is_option(last)) => drop(new.pop()),
                None => {}
            },
        }
    }
    new.extend(options);
    new.extend(positional.into_iter().skip(used));
    new
}

fn is_option(arg: &OsStr) -> bool {
    arg.to_string_lossy().starts_with('-')
}

/// Splits `args` into positional arguments, and options of these commands with their values.
fn split(commands: &[&Command], args: Vec<OsString>) -> (Vec<OsString>, Vec<OsString>) {
    let (mut positional, mut options) = (Vec::new(), Vec::new());
    let mut args = args.into_iter().peekable();
    while let Some(arg) = args.next() {
        if arg == "--" {
            positional.extend(args);
            break;
        }
        if !is_option(&arg) {
            positional.push(arg);
            continue;
        }
        let mut values = wanted(commands, &arg.to_string_lossy());
        options.push(arg);
        while values > 0 && args.peek().is_some_and(|next| !is_option(next)) {
            options.extend(args.next());
            values -= 1;
        }
    }
    (positional, options)
}

/// Returns how many of the next arguments belong to this option, at most.
fn wanted(commands: &[&Command], text: &str) -> usize {
    let attached = text.contains('=') || (!text.starts_with("--") && text.len() > 2);
    let option = commands.iter().find_map(|command| find(command, text));
    match option.filter(|option| option.get_action().takes_values()) {
        Some(option) if !attached && !option.is_require_equals_set() => {
            option.get_num_args().unwrap_or_default().max_values()
        }
        _ => 0,
    }
}

/// Finds the option with this name, or the only option whose name begins with it.
fn find<'c>(command: &'c Command, text: &str) -> Option<&'c Arg> {
    let Some(long) = text.strip_prefix("--") else {
        let short = text.strip_prefix('-')?.chars().next()?;
        return command.get_arguments().find(|arg| arg.get_short() == Some(short));
    };
    let having = |fits: &dyn Fn(&str) -> bool| {
        let fits = |arg: &&Arg| {
            let aliases = arg.get_all_aliases().unwrap_or_default();
            arg.get_long().into_iter().chain(aliases).any(fits)
        };
        let mut found = command.get_arguments().filter(fits);
        (found.next(), found.next())
    };
    match having(&|name| name == long) {
        (Some(option), _) => Some(option),
        (None, _) => match having(&|name| name.starts_with(long)) {
            (only, None) => only,
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::Cli;

    fn words(text: &str) -> Vec<OsString> {
        text.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn arguments_are_filled_in_wherever_the_options_stand() {
        let root = Cli::command();
        let expanded = |template: &str, args: &str| {
            let new = filled(template, words(args), &root);
            new.iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ")
        };
        let create = "instance create <1> --flavor <2>";
        assert_eq!(expanded(create, "n 2 --size 1"), "instance create n --flavor 2 --size 1");
        assert_eq!(
            expanded(create, "--size 1 --databases a b --is-public n 2"),
            "instance create n --flavor 2 --size 1 --databases a b --is-public"
        );
        assert_eq!(expanded(create, "n --replica-of x"), "instance create n --replica-of x");
        assert_eq!(
            expanded(create, "--availab az n 2"),
            "instance create n --flavor 2 --availab az"
        );
        assert_eq!(expanded(create, "-fjson n -- 2"), "instance create n --flavor 2 -fjson");
        assert_eq!(expanded(create, ""), "instance create");
    }

    #[test]
    fn the_first_word_is_not_the_value_of_an_option() {
        let root = Cli::command();
        let first = |line: &str| first_word(&root, &words(line), 1);
        assert_eq!(first("trove list"), Some(1));
        assert_eq!(first("trove --os-username list --debug show x"), Some(4));
        assert_eq!(first("trove -fjson --os-username=list -f yaml show x"), Some(5));
        assert_eq!(first("trove --debug --os-username"), None);
    }

    #[test]
    fn underscores_become_hyphens_in_options_but_not_in_values() {
        let args = words("--volume_type=a_b --replica_of a_b -- --a_b");
        assert_eq!(hyphened(&args), words("--volume-type=a_b --replica-of a_b -- --a_b"));
    }
}
