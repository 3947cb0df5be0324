//! A secret that is typed on the terminal.

use crate::cli::interrupt;
use crate::cli::prompt::terminal;
use crate::secret::Secret;
use std::io;

/// Asks for a secret on the terminal without showing it. An interrupt restores the terminal.
pub(in crate::cli) fn ask(question: &str) -> io::Result<Secret> {
    interrupt::handle();
    terminal::ask(question)
}
