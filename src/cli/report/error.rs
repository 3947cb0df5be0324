//! Prints an error on standard error: what happened, why, and what to type next.

use crate::Error;
use crate::cli::environment::Environment;
use crate::cli::report::cause::{causes, library_error};
use crate::cli::report::{Advised, aftermath, exit_code, hints};
use crate::output::sanitize;
use std::io::Write;

/// Prints an error on standard error, and returns the exit code.
pub(in crate::cli) fn error(
    error: &anyhow::Error,
    verbose: bool,
    environment: &mut Environment<'_>,
) -> u8 {
    if closed_pipe(error) {
        return 0;
    }
    tell(error, verbose, &mut environment.err);
    exit_code::of(error)
}

/// Writes `error: …` with the causes, the request for a server error or with `verbose`, and the `hint: …`
/// line, if there is a hint.
pub(in crate::cli) fn tell(error: &anyhow::Error, verbose: bool, err: &mut dyn Write) {
    if let Some(Error::Canceled { subject, status }) = library_error(error) {
        let says =
            Advised::advice(error).unwrap_or_else(|| aftermath::interrupted(subject, status));
        let _ = writeln!(err, "interrupted; {}", sanitize(&says));
        return;
    }
    let mut text = String::from("error: ");
    // Errors about files name the file themselves.
    if error.is::<std::io::Error>() {
        text.push_str("cannot write the output: ");
    }
    text.push_str(&causes(error));
    let mut lines = sanitize(&text).into_owned();
    if let Some(request) = request(error, verbose) {
        lines.push_str(&format!("\n  request: {}", sanitize(&request)));
    }
    let advice = Advised::advice(error);
    if let Some(hint) = advice.or_else(|| library_error(error).and_then(hints::hint)) {
        lines.push_str(&format!("\nhint: {}", sanitize(&hint)));
    }
    // If standard error is closed, the error cannot be reported.
    let _ = writeln!(err, "{lines}");
}

/// Returns the request that failed. The message of a 4xx status is enough without it, except with `verbose`.
fn request(error: &anyhow::Error, verbose: bool) -> Option<String> {
    match library_error(error)? {
        Error::Api(error) if !error.request.is_empty() && (verbose || error.status >= 500) => {
            Some(error.request.clone())
        }
        _ => None,
    }
}

/// Returns whether the reader of standard output has closed it, as in `trove … | head`.
fn closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
        && library_error(error).is_none()
}
