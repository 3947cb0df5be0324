//! Passwords: from the command line, from standard input, or asked for on the terminal.

use crate::cli::context::Cx;
use crate::cli::prompt::{line, secret};
use crate::secret::Secret;
use crate::{Error, Result};
use clap::Args;
use std::convert::Infallible;

/// The argument that has the password read from standard input.
const READ: &str = "-";

// The option of every command that takes a password. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
pub(in crate::cli) struct PasswordStdin {
    /// Read the password from standard input, up to the end of the line
    #[arg(long)]
    pub(in crate::cli) password_stdin: bool,
}

/// Parses a password argument into a `Secret`, which no debug output shows.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a function that could fail")]
pub(in crate::cli) fn given(text: &str) -> Result<Secret, Infallible> {
    // `$(cat FILE)` keeps the byte order mark that an editor wrote.
    Ok(text.trim_start_matches('\u{feff}').into())
}

/// Returns the password of the user `whom`: the given one, a line of standard input, or the answer to a
/// question on the terminal. `from_stdin` is the option `--password-stdin`.
pub(in crate::cli) fn required(
    cx: &mut Cx<'_>,
    whom: &str,
    given: Option<Secret>,
    from_stdin: bool,
) -> Result<Secret> {
    match optional(cx, whom, given, from_stdin)? {
        Some(password) => Ok(password),
        None if cx.environment().terminals.stdin => ask(whom),
        None => Err(Error::invalid(format!("no password for '{whom}'"))
            .with_hint("--password-stdin, or '-' as the password, reads it from standard input")),
    }
}

/// Returns the password of the user `whom`, or `None` if no password was given or asked for.
pub(in crate::cli) fn optional(
    cx: &mut Cx<'_>,
    whom: &str,
    given: Option<Secret>,
    from_stdin: bool,
) -> Result<Option<Secret>> {
    let asked = given.as_ref().is_some_and(|password| password.expose() == READ);
    if given.is_some() && !asked {
        return Ok(given);
    }
    if asked && !from_stdin && cx.environment().terminals.stdin {
        return ask(whom).map(Some);
    }
    if !asked && !from_stdin {
        return Ok(None);
    }
    match line::read(&mut cx.environment().stdin)? {
        Some(password) => Ok(Some(password)),
        None => Err(Error::invalid(format!("no password for '{whom}' on standard input"))
            .with_hint("write one password per line, in the order of the users")),
    }
}

/// Asks for a new password on the terminal, twice, without showing it.
fn ask(whom: &str) -> Result<Secret> {
    let ask = |question: String| {
        secret::ask(&question).map_err(|error| Error::io("ask for a password", error))
    };
    let password = ask(format!("Password for '{whom}': "))?;
    if ask("Repeat the password: ".into())? == password {
        return Ok(password);
    }
    Err(Error::invalid("the passwords do not match"))
}
