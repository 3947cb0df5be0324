//! The terminal that the process was started from: it asks for a secret without showing what is typed.

#[cfg(not(unix))]
pub(in crate::cli) use other::{ask, restore};
#[cfg(unix)]
pub(in crate::cli) use unix::{ask, restore};

/// Not `rpassword` 7.5: it turns the echo off only after the question has appeared, and keeps the old modes
/// to itself, where the handler of a signal cannot restore them.
#[cfg(unix)]
mod unix {
    use crate::cli::prompt::line;
    use crate::secret::Secret;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::io::Write;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// The terminal and its modes from before the echo was turned off, while it is off.
    static SILENT: Mutex<Option<(File, Termios)>> = Mutex::new(None);

    fn silent() -> MutexGuard<'static, Option<(File, Termios)>> {
        SILENT.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::cli) fn ask(question: &str) -> io::Result<Secret> {
        let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        silence(&terminal)?;
        let answer = terminal.write_all(question.as_bytes()).map(|()| line::read(&mut terminal));
        restore();
        answer?.map_err(io::Error::other)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn silence(terminal: &File) -> io::Result<()> {
        // Locked until the echo is off: a signal that arrives meanwhile waits, and then restores it.
        let mut silent = silent();
        let modes = tcgetattr(terminal)?;
        let mut quiet = modes.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        quiet.local_modes.insert(LocalModes::ECHONL);
        *silent = Some((terminal.try_clone()?, modes));
        Ok(tcsetattr(terminal, OptionalActions::Now, &quiet)?)
    }

    pub(in crate::cli) fn restore() {
        let mut silent = silent();
        if let Some((terminal, modes)) = silent.take() {
            // If this fails, there is nothing left to do: the process ends, or has its answer.
            let _ = tcsetattr(terminal, OptionalActions::Now, &modes);
        }
    }
}

#[cfg(not(unix))]
mod other {
    use crate::secret::Secret;
    use std::io;

    pub(in crate::cli) fn ask(question: &str) -> io::Result<Secret> {
        rpassword::prompt_password(question).map(Secret::from)
    }

    pub(in crate::cli) fn restore() {}
}
