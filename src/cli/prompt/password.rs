//! Passwords: from the command line, from standard input, or asked for on the terminal.

use crate::cli::context::Cx;
use crate::cli::interrupt;
use crate::config::Secret;
use crate::{Error, Result};
use clap::Args;
use std::convert::Infallible;
use std::io::Read;

/// What stands for a password that is read.
const READ: &str = "-";

// The option of every command that takes a password. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
pub(in crate::cli) struct PasswordStdin {
    /// Read the password from standard input, up to the end of the line
    #[arg(long)]
    pub(in crate::cli) password_stdin: bool,
}

/// A password as it was typed, which no debug output shows.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a function that could fail")]
pub(in crate::cli) fn given(text: &str) -> Result<Secret, Infallible> {
    Ok(text.into())
}

/// The password of `whom`: as it was given, or else read. `from_stdin` says that it is piped in.
pub(in crate::cli) fn required(
    cx: &mut Cx<'_>,
    whom: &str,
    given: Option<Secret>,
    from_stdin: bool,
) -> Result<Secret> {
    match optional(cx, whom, given, from_stdin)? {
        Some(password) => Ok(password),
        None if cx.world().terminals.stdin => ask(whom),
        None => Err(Error::invalid(format!("no password for '{whom}'"))
            .with_hint("--password-stdin, or '-' in its place, reads it from standard input")),
    }
}

/// The same, where having none is all right.
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
    if asked && !from_stdin && cx.world().terminals.stdin {
        return ask(whom).map(Some);
    }
    if !asked && !from_stdin {
        return Ok(None);
    }
    match line(&mut cx.world().stdin)? {
        Some(password) => Ok(Some(password)),
        None => Err(Error::invalid(format!("no password for '{whom}' on standard input"))
            .with_hint("several passwords are one on a line, in the order of the users")),
    }
}

/// Asks for a new password, twice: what is typed is not seen.
fn ask(whom: &str) -> Result<Secret> {
    let ask = |question: String| {
        interrupt::ask(&question).map_err(|error| Error::io("ask for a password", error))
    };
    let password = ask(format!("Password for '{whom}': "))?;
    if ask("The same again: ".into())? == password {
        return Ok(password);
    }
    Err(Error::invalid("the two passwords are not the same"))
}

/// One line without its end, and nothing of what comes after it.
pub(in crate::cli) fn line(from: &mut dyn Read) -> Result<Option<Secret>> {
    // As large as any password, so that it never moves and leaves a copy.
    let mut text = zeroize::Zeroizing::new(Vec::with_capacity(4096));
    let mut byte = [0];
    loop {
        match from.read(&mut byte) {
            Ok(0) if text.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) => text.extend(byte),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("read standard input", error)),
        }
    }
    let text = text.strip_suffix(b"\r").unwrap_or(&text);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(Some(text.into())),
        Err(_) => Err(Error::invalid("the password on standard input is not UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_without_its_end_and_no_further() {
        let mut text = "one\r\ntwo words \n\nlast".as_bytes();
        let mut next = || line(&mut text).unwrap().map(|secret| secret.expose().to_owned());
        let lines: Vec<_> = std::iter::from_fn(&mut next).collect();
        assert_eq!(lines, ["one", "two words ", "", "last"]);
        assert!(line(&mut &b"\xff\n"[..]).is_err());
    }
}
