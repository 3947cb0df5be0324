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
    use rustix::process::{Signal, kill_current_process_group};
    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::io::{Read, Write};
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::time::Duration;

    /// What stands for a character that does nothing (`_POSIX_VDISABLE`).
    const DISABLED: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };

    /// The terminal and its modes from before the echo was turned off, while it is off.
    static SILENT: Mutex<Option<(File, Termios)>> = Mutex::new(None);

    fn silent() -> MutexGuard<'static, Option<(File, Termios)>> {
        SILENT.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::cli) fn ask(question: &str) -> io::Result<Secret> {
        let mut terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        let quit = silence(&terminal)?;
        let answer = terminal
            .write_all(question.as_bytes())
            .map(|()| line::read(&mut Quits { terminal: &mut terminal, quit }));
        restore();
        answer?.map_err(io::Error::other)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    /// What is typed, up to Ctrl-\, which has the effect that it has elsewhere once the terminal is as it was.
    struct Quits<'t> {
        terminal: &'t mut File,
        quit: u8,
    }

    impl Read for Quits<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let length = self.terminal.read(into)?;
            if into.iter().take(length).any(|byte| *byte == self.quit && self.quit != DISABLED) {
                restore();
                kill_current_process_group(Signal::QUIT)?;
                // Another thread may get it. Where it is ignored, there is no answer.
                std::thread::park_timeout(Duration::from_secs(1));
                return Err(io::Error::other("no answer"));
            }
            Ok(length)
        }
    }

    /// Stops showing what is typed, and returns the character that quits: it ends a line for now, as there
    /// is no safe way to catch its signal.
    fn silence(terminal: &File) -> io::Result<u8> {
        // Locked until the echo is off: a signal that arrives meanwhile waits, and then restores it.
        let mut silent = silent();
        let modes = tcgetattr(terminal)?;
        let mut quiet = modes.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        quiet.local_modes.insert(LocalModes::ECHONL);
        let quit = modes.special_codes[SpecialCodeIndex::VQUIT];
        quiet.special_codes[SpecialCodeIndex::VQUIT] = DISABLED;
        quiet.special_codes[SpecialCodeIndex::VEOL] = quit;
        *silent = Some((terminal.try_clone()?, modes));
        tcsetattr(terminal, OptionalActions::Now, &quiet)?;
        Ok(quit)
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
