//! Ctrl-C while something is waited for, asked for, or written.

use crate::api::Cancel;
use crate::cli::prompt::terminal;
use crate::cli::stderr::stderr;
use crate::output::sanitize;
use crate::{Clock, SystemClock};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{fs, io};
use tempfile::NamedTempFile;

/// How long the service may take to answer after a signal, before that is said, and before the process ends
/// without its answer.
const SAID_AFTER: Duration = Duration::from_secs(1);
const ENDED_AFTER: Duration = Duration::from_secs(9);

static STATE: Mutex<State> =
    Mutex::new(State { phase: Phase::Idle, left: BTreeMap::new(), output: Vec::new() });

/// The file that an interrupt removes.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

struct State {
    phase: Phase,
    /// What is left when the process ends now, by its ID.
    left: BTreeMap<String, String>,
    /// What the command has to print, if it cannot do so itself.
    output: Vec<u8>,
}

/// What a signal does.
enum Phase {
    /// It ends the process.
    Idle,
    /// It ends the waits, and the command says what continues.
    Waiting(Cancel),
    /// It ends the process, which says what is left: a signal has ended the waits before.
    Ending,
    /// It ends the process, which says what is left: the command cleans up, however long that takes.
    CleaningUp,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the first signal end the waits, and the second the process.
pub(super) fn watch(cancel: &Cancel) {
    let mut state = state();
    if matches!(state.phase, Phase::Idle | Phase::Waiting(_)) {
        state.phase = Phase::Waiting(cancel.clone());
    }
    drop(state);
    handle();
}

/// Has the next signal end the process: what was begun is being cleaned up.
pub(super) fn clean_up() {
    state().phase = Phase::CleaningUp;
}

/// Has an end of the process say what is left of the resource of this ID.
pub(super) fn leaving(id: &str, says: String) {
    state().left.insert(id.to_owned(), says);
}

/// Nothing is left of the resource of this ID that an end of the process had to tell.
pub(super) fn leaving_nothing(id: &str) {
    state().left.remove(id);
}

/// Has an end of the process print this, because the command could not. Nothing takes it back.
pub(super) fn leaving_output(output: Vec<u8>) {
    state().output = output;
}

/// Makes a temporary file. An interrupt removes the file, unless it has been renamed.
pub(super) fn unfinished(
    make: impl FnOnce() -> io::Result<NamedTempFile>,
) -> io::Result<NamedTempFile> {
    handle();
    // Held until the file is there: an interrupt in between waits for its name.
    let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let file = make()?;
    *unfinished = Some(file.path().to_owned());
    Ok(file)
}

pub(super) fn handle() {
    // A second call fails, as does a system without signals: then Ctrl-C just ends the process.
    let _ = ctrlc::set_handler(|| {
        terminal::restore();
        let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &*unfinished {
            // The file may have been renamed already.
            let _ = fs::remove_file(path);
        }
        drop(unfinished);
        let mut state = state();
        match &state.phase {
            Phase::Idle => leave(),
            Phase::Ending | Phase::CleaningUp => {
                say_what_is_left(&state);
                leave();
            }
            Phase::Waiting(cancel) => {
                cancel.cancel();
                state.phase = Phase::Ending;
                std::thread::spawn(end_anyway);
            }
        }
    });
}

/// Ends the process if the service does not answer, so that the command cannot end by itself.
fn end_anyway() {
    SystemClock.sleep(SAID_AFTER);
    if matches!(state().phase, Phase::CleaningUp) {
        return;
    }
    let says = "interrupted; waiting for an answer of the service (Ctrl-C again ends at once)";
    let _ = writeln!(stderr(), "\n{says}");
    SystemClock.sleep(ENDED_AFTER);
    let state = state();
    if !matches!(state.phase, Phase::CleaningUp) {
        say_what_is_left(&state);
        leave();
    }
}

fn say_what_is_left(state: &State) {
    let mut out = io::stdout();
    let _ = out.write_all(&state.output).and_then(|()| out.flush());
    if state.left.is_empty() {
        let _ = writeln!(stderr(), "\ninterrupted; the operation may still be running");
    }
    for left in state.left.values() {
        let _ = writeln!(stderr(), "\ninterrupted; {}", sanitize(left));
    }
}

#[expect(clippy::exit, clippy::disallowed_methods, reason = "there is no way back from a signal")]
fn leave() {
    std::process::exit(130);
}

/// Returns when the process is told to end: by Ctrl-C, or by SIGTERM.
#[cfg(feature = "sandbox")]
pub(super) fn wait() {
    let (told, end) = std::sync::mpsc::channel();
    // Without signals it serves until it is killed: the sender lives on in `told`.
    let _ = ctrlc::set_handler({
        let told = told.clone();
        move || {
            let _ = told.send(());
        }
    });
    let _ = end.recv();
    drop(told);
}
