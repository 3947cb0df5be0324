//! Errors, as a person reads them: what happened, why, and what to do; and the exit status.

pub(super) mod timings;

use crate::cli::environment::World;
use crate::output::sanitise;
use crate::{Error, Kind};
use clap::error::ErrorKind;
use std::io::Write;

/// Tells an error on standard error, and gives the exit status.
pub(super) fn error(error: &anyhow::Error, world: &mut World<'_>) -> u8 {
    if closed_pipe(error) {
        return 0;
    }
    tell(error, &mut world.err);
    exit_code(error)
}

/// Writes `error: …`, its causes, and a `hint: …` line where there is one.
pub(super) fn tell(error: &anyhow::Error, err: &mut dyn Write) {
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
    if let Some(hint) = trove(error).and_then(Error::hint) {
        lines.push_str(&format!("\nhint: {}", sanitise(&hint)));
    }
    // Nobody is left to tell when standard error itself is closed.
    let _ = writeln!(err, "{lines}");
}

/// An error and what is behind it, in one line.
pub(super) fn causes(error: &anyhow::Error) -> String {
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
    match trove(error)? {
        Error::Api(error) if !error.request.is_empty() => Some(error.request.clone()),
        _ => None,
    }
}

fn trove(error: &anyhow::Error) -> Option<&Error> {
    error.chain().find_map(|cause| cause.downcast_ref::<Error>())
}

/// The exit status that an error means.
pub(super) fn exit_code(error: &anyhow::Error) -> u8 {
    trove(error).map_or(Kind::Failed.exit_code(), |error| error.kind().exit_code())
}

/// Whether the reader of our output has gone away, as in `trove … | head`.
fn closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe) && trove(error).is_none()
}

/// Tells what clap says: help and version on standard output, the rest is wrong usage.
pub(super) fn usage(error: &clap::Error, world: &mut World<'_>) -> u8 {
    let text = error.render();
    let colour = world.colour();
    let styled = |terminal: bool| match terminal && colour {
        true => text.ansi().to_string(),
        false => text.to_string(),
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = styled(world.terminals.out.is_some());
            let written = world.out.write_all(text.as_bytes()).and_then(|()| world.out.flush());
            written.map_or_else(|cause| self::error(&cause.into(), world), |()| 0)
        }
        _ => {
            let _ = write!(world.err, "{}", styled(world.terminals.err));
            Kind::Usage.exit_code()
        }
    }
}
