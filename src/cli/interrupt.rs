//! Ctrl-C while something is waited for, asked for, or written.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use tempfile::NamedTempFile;

/// Whether something was started that goes on when this process ends.
static STARTED: AtomicBool = AtomicBool::new(false);

/// The file that an interrupt removes.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Ends the process with status 130 on an interrupt, saying that what was started goes on.
pub(super) fn watch() {
    STARTED.store(true, Ordering::SeqCst);
    handle();
}

/// Asks for a secret on the terminal; an interrupt leaves the terminal as it was.
pub(super) fn ask(question: &str) -> io::Result<String> {
    handle();
    // `rpassword` stops the echo when the question is there: too late for fast fingers.
    modes::silence();
    let answer = rpassword::prompt_password(question);
    modes::restore();
    if answer.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {
        leave();
    }
    answer
}

/// Makes a file that an interrupt removes, as long as it has the name that it is made with.
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

fn handle() {
    // A second call fails, as does a system without signals: then Ctrl-C just ends the process.
    let _ = ctrlc::set_handler(|| {
        modes::restore();
        let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &*unfinished {
            // It may have got its name already.
            let _ = fs::remove_file(path);
        }
        if STARTED.load(Ordering::SeqCst) {
            let _ = writeln!(io::stderr(), "\ninterrupted: what was started goes on");
        }
        leave();
    });
}

#[expect(clippy::exit, clippy::disallowed_methods, reason = "there is no way back from a signal")]
fn leave() {
    std::process::exit(130);
}

/// How the terminal was before it was set up for a secret: `rpassword` 7.5 leaves it without
/// echo when a signal ends the process.
#[cfg(unix)]
mod modes {
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::io::stdin;
    use std::sync::{Mutex, PoisonError};

    static KEPT: Mutex<Option<Termios>> = Mutex::new(None);

    pub(super) fn silence() {
        let Ok(modes) = tcgetattr(stdin()) else { return };
        let mut silent = modes.clone();
        // Not by lines either: the end of input that is typed early would be lost between the modes.
        // Nor with signals: `rpassword` reads Ctrl-C itself, and one before that would restore
        // the terminal while `rpassword` sets it up.
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
        *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = Some(modes);
        // The question is still asked where this does not work.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &silent);
    }

    pub(super) fn restore() {
        if let Some(modes) = KEPT.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // The process ends anyway, or has its answer.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
        }
    }
}

/// Elsewhere there is nothing to restore.
#[cfg(not(unix))]
mod modes {
    pub(super) fn silence() {}
    pub(super) fn restore() {}
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
