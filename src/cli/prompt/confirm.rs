//! The question before something is deleted.

use crate::Error;
use crate::cli::context::Cx;
use crate::cli::report::aftermath::Thing;
use crate::output::sanitize;
use anyhow::Result;
use std::io::{BufRead, BufReader, Read, Write};

/// How many resources a question describes.
const DESCRIBED: usize = 20;

/// Tells whether a person is asked: the command was typed at a shell's prompt. A script is never asked:
/// one that was written for another client answers no questions.
pub(in crate::cli) fn is_asked(cx: &mut Cx<'_>) -> bool {
    !cx.assume_yes() && cx.environment().terminals.prompt
}

/// Asks whether to delete these things, which are described by facts.
pub(in crate::cli) fn deletion(
    cx: &mut Cx<'_>,
    kind: &str,
    things: &[(Thing, Vec<String>)],
) -> Result<()> {
    let describe = |(thing, facts): &(Thing, Vec<String>)| match facts.is_empty() {
        true => thing.to_string(),
        false => format!("{thing}: {}", facts.join(", ")),
    };
    match things {
        [] => return Ok(()),
        [thing] => {
            let described = describe(thing);
            return ask(cx, &format!("delete {described}"));
        }
        _ => {}
    }
    for thing in things.iter().take(DESCRIBED) {
        tell(cx, &format!("  {}", describe(thing)))?;
    }
    if things.len() > DESCRIBED {
        tell(cx, &format!("  and {} more", things.len() - DESCRIBED))?;
    }
    ask(cx, &format!("delete {} {kind}s", things.len()))
}

/// Writes a line of a question.
fn tell(cx: &mut Cx<'_>, line: &str) -> Result<()> {
    let err = &mut cx.environment().err;
    writeln!(err, "{}", sanitize(line)).map_err(|error| Error::io("ask on the terminal", error))?;
    Ok(())
}

/// Asks whether to do `what`, if the command was typed at a shell prompt.
pub(in crate::cli) fn ask(cx: &mut Cx<'_>, what: &str) -> Result<()> {
    if !is_asked(cx) {
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
