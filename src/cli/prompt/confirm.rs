//! The question before something is deleted.

use crate::Error;
use crate::cli::context::Cx;
use crate::output::sanitize;
use anyhow::Result;
use std::io::{BufRead, BufReader, Read, Write};

/// How many names a question lists.
const NAMED: usize = 5;

/// Asks whether to delete the resources with these names, if the command was typed at a shell prompt.
/// A script is never asked: scripts for the other clients answer no questions.
pub(in crate::cli) fn deletion(
    cx: &mut Cx<'_>,
    kind: &str,
    names: &[impl AsRef<str>],
) -> Result<()> {
    let some = names.iter().take(NAMED).map(|name| format!("'{}'", name.as_ref()));
    let some = some.collect::<Vec<_>>().join(", ");
    ask(
        cx,
        &match names.len() {
            0 | 1 => format!("delete {kind} {some}"),
            number @ ..=NAMED => format!("delete {number} {kind}s: {some}"),
            number => format!("delete {number} {kind}s: {some} and {} more", number - NAMED),
        },
    )
}

/// Asks whether to do `what`, if the command was typed at a shell prompt.
pub(in crate::cli) fn ask(cx: &mut Cx<'_>, what: &str) -> Result<()> {
    if cx.assume_yes() || !cx.environment().terminals.prompt {
        return Ok(());
    }
    let environment = cx.environment();
    let failed = |error| Error::io("ask on the terminal", error);
    write!(environment.err, "{}? [y/N] ", sanitize(what)).map_err(failed)?;
    environment.err.flush().map_err(failed)?;
    if yes(&mut environment.stdin).map_err(failed)? {
        return Ok(());
    }
    anyhow::bail!("aborted; nothing was deleted")
}

/// Reads the next line, and returns whether it says yes.
fn yes(from: &mut dyn Read) -> std::io::Result<bool> {
    let mut answer = String::new();
    // What follows the line is left for the next reader.
    BufReader::with_capacity(1, from.take(64)).read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
