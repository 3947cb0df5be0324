//! The note about the new name of an old command.

use crate::cli::environment::Environment;
use crate::cli::legacy::table::path;
use std::ffi::OsString;
use std::io::Write;

/// Prints the new name of an old command, if standard error is a terminal.
pub(super) fn note(
    word: &str,
    words: &'static str,
    environment: &mut Environment<'_>,
    given: &[OsString],
) {
    if environment.terminals.err && talks(environment, given) {
        let words: Vec<_> = path(words).collect();
        // If the note cannot be printed, the command still runs.
        let _ =
            writeln!(environment.err, "note: 'trove {word}' is now 'trove {}'", words.join(" "));
    }
}

/// Returns whether notes about old commands and variables are wanted beside these options.
pub(super) fn talks(environment: &Environment<'_>, given: &[OsString]) -> bool {
    environment.variables.get("TROVE_LEGACY") != Some("quiet")
        && !given.iter().any(|word| word == "-q" || word == "--quiet")
}
