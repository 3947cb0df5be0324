//! Ctrl-C while something is waited for, asked for, or written.

use crate::cli::prompt::terminal;
use crate::output::sanitize;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::{fs, io};
use tempfile::NamedTempFile;

/// The operation that continues after this process ends, once it has been started.
static CONTINUES: Mutex<Option<String>> = Mutex::new(None);

/// The file that an interrupt removes.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Ends the process with status 130 on an interrupt, which then says that the operation continues.
pub(super) fn watch() {
    let mut continues = CONTINUES.lock().unwrap_or_else(PoisonError::into_inner);
    continues.get_or_insert_with(|| "the operation is still running".to_owned());
    drop(continues);
    handle();
}

/// Has an interrupt say that this resource is still being created, and how to delete it.
pub(super) fn creating(noun: &str, name: &str, id: &str) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let target = if !name.is_empty() && name.chars().all(is_word) { name } else { id };
    let says = format!(
        "{noun} '{name}' ({id}) is still being created: 'trove {noun} delete {target} --wait' deletes it"
    );
    *CONTINUES.lock().unwrap_or_else(PoisonError::into_inner) = Some(says);
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
        let continues = CONTINUES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(continues) = &*continues {
            let _ = writeln!(io::stderr(), "\ninterrupted; {}", sanitize(continues));
        }
        leave();
    });
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
