//! What is said about old commands, to people only.

use crate::cli::environment::Environment;
use crate::cli::legacy::table::path;
use std::io::Write;

/// Says once what the command is called now, to people only.
pub(super) fn note(word: &str, words: &'static str, environment: &mut Environment<'_>) {
    if environment.terminals.err && talks(environment) {
        let words: Vec<_> = path(words).collect();
        // A note that nobody sees changes nothing.
        let _ =
            writeln!(environment.err, "note: 'trove {word}' is now 'trove {}'", words.join(" "));
    }
}

/// Whether to say anything about old commands and variables.
pub(super) fn talks(environment: &Environment<'_>) -> bool {
    environment.variables.get("TROVE_LEGACY") != Some("quiet")
}
