//! Parses a command line of the legacy client.

use crate::Error;
use crate::cli::commands::Cli;
use crate::cli::environment::Environment;
use crate::cli::legacy::note::note;
use crate::cli::legacy::table::Replacement::{Becomes, Gone, Is, Narrowed};
use crate::cli::legacy::table::{LEGACY, Why, path};
use crate::cli::legacy::{line, variables};
use clap::error::ErrorKind;
use std::ffi::OsString;

/// The reason why a command line is not one of the legacy client either.
pub(in crate::cli) enum Unknown {
    /// Wrong usage, with the error of clap.
    Wrong(clap::Error),
    /// A command whose feature the service no longer has.
    Gone(Error),
}

/// Parses a command line that `trove` rejects as the legacy client would have parsed it.
///
/// First tries `--a_b` as `--a-b`. Then replaces the first word, if it is the name of an old command.
pub(in crate::cli) fn parse(
    args: &[OsString],
    error: clap::Error,
    environment: &mut Environment<'_>,
) -> Result<Cli, Unknown> {
    let (mut args, mut error) = (args.to_vec(), error);
    if error.kind() == ErrorKind::UnknownArgument {
        let hyphened = line::hyphened(&args);
        match Cli::parse(&hyphened) {
            Ok(cli) => return Ok(cli),
            // An option that is unknown in both spellings is reported as it was typed.
            Err(other) if other.kind() == ErrorKind::UnknownArgument => {
                return Err(Unknown::Wrong(error));
            }
            Err(other) => (args, error) = (hyphened, other),
        }
    }
    if error.kind() != ErrorKind::InvalidSubcommand {
        return Err(Unknown::Wrong(error));
    }
    Cli::parse(&expand(&args, error, environment)?).map_err(Unknown::Wrong)
}

/// Rewrites the command line, if its first word is the name of an old command.
fn expand(
    args: &[OsString],
    error: clap::Error,
    environment: &mut Environment<'_>,
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
    note(word, words, environment, &[before, &rest].concat());
    let mut new: Vec<OsString> = before.iter().take(1).cloned().collect();
    let options = before.get(1..).unwrap_or_default();
    new.extend(variables::options(environment, &[options, &rest].concat()));
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
    Unknown::Gone(Error::invalid(format!("'{word}' was removed: {why}; {instead}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::legacy::table::table;

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
}
