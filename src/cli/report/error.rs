//! Prints an error on standard error: what happened, why, and what to do.

use crate::Error;
use crate::cli::environment::World;
use crate::cli::report::{exit_code, hints};
use crate::output::sanitise;
use std::io::Write;

/// Tells an error on standard error, and gives the exit status.
pub(in crate::cli) fn error(error: &anyhow::Error, world: &mut World<'_>) -> u8 {
    if closed_pipe(error) {
        return 0;
    }
    tell(error, &mut world.err);
    exit_code::of(error)
}

/// Writes `error: …`, its causes, and a `hint: …` line where there is one.
pub(in crate::cli) fn tell(error: &anyhow::Error, err: &mut dyn Write) {
    let mut text = String::from("error: ");
    // What else reads or writes says itself what it was about.
    if error.is::<std::io::Error>() {
        text.push_str("cannot write the output: ");
    }
    text.push_str(&causes(error));
    let mut lines = sanitise(&text).into_owned();
    if let Some(request) = request(error) {
        lines.push_str(&format!("\n  asked: {}", sanitise(&request)));
    }
    if let Some(hint) = library_error(error).and_then(hints::hint) {
        lines.push_str(&format!("\nhint: {}", sanitise(&hint)));
    }
    // Nobody is left to tell when standard error itself is closed.
    let _ = writeln!(err, "{lines}");
}

/// An error and what is behind it, in one line.
pub(in crate::cli) fn causes(error: &anyhow::Error) -> String {
    let mut text = String::new();
    let mut last = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // The HTTP libraries repeat their causes' words.
        if last.contains(&cause) {
            continue;
        }
        if !last.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause);
        last = cause;
    }
    text
}

/// What was asked of the service that refused it.
fn request(error: &anyhow::Error) -> Option<String> {
    match library_error(error)? {
        Error::Api(error) if !error.request.is_empty() => Some(error.request.clone()),
        _ => None,
    }
}

/// The error of the library among an error and its causes.
pub(super) fn library_error(error: &anyhow::Error) -> Option<&Error> {
    error.chain().find_map(|cause| cause.downcast_ref::<Error>())
}

/// Whether the reader of our output has gone away, as in `trove … | head`.
fn closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
        && library_error(error).is_none()
}
