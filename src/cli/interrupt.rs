//! Ctrl-C while something is waited for, asked for, or written.

use crate::config::Secret;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};
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

/// Asks for a secret on the terminal, which does not show it; an interrupt leaves the terminal as it was.
pub(super) fn ask(question: &str) -> io::Result<Secret> {
    handle();
    terminal::ask(question)
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
        terminal::restore();
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

/// The terminal that the process was started from. `rpassword` 7.5 is not for it: it stops the echo
/// when the question is there already, and restores the modes that it found after a signal has.
#[cfg(unix)]
mod terminal {
    use crate::cli::prompt::password;
    use crate::config::Secret;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::io::Write;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// It, and how it was before it stopped to show what is typed.
    static SILENT: Mutex<Option<(File, Termios)>> = Mutex::new(None);

    fn silent() -> MutexGuard<'static, Option<(File, Termios)>> {
        SILENT.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ask(question: &str) -> io::Result<Secret> {
        let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        silence(&terminal)?;
        let answer =
            terminal.write_all(question.as_bytes()).map(|()| password::line(&mut terminal));
        restore();
        answer?.map_err(io::Error::other)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn silence(terminal: &File) -> io::Result<()> {
        // Held until it is done: a signal in between waits, and then undoes it.
        let mut silent = silent();
        let modes = tcgetattr(terminal)?;
        let mut quiet = modes.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        quiet.local_modes.insert(LocalModes::ECHONL);
        *silent = Some((terminal.try_clone()?, modes));
        Ok(tcsetattr(terminal, OptionalActions::Now, &quiet)?)
    }

    pub(super) fn restore() {
        let mut silent = silent();
        if let Some((terminal, modes)) = silent.take() {
            // The process ends anyway, or has its answer.
            let _ = tcsetattr(terminal, OptionalActions::Now, &modes);
        }
    }
}

/// Elsewhere a crate knows how.
#[cfg(not(unix))]
mod terminal {
    use crate::config::Secret;
    use std::io;

    pub(super) fn ask(question: &str) -> io::Result<Secret> {
        rpassword::prompt_password(question).map(Secret::from)
    }

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
