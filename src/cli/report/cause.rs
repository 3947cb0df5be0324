//! What is behind the error of a command.

use crate::Error;

/// An error and its causes, in one line.
pub(in crate::cli) fn causes(error: &anyhow::Error) -> String {
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

/// The error of the library among an error and its causes.
pub(super) fn library_error(error: &anyhow::Error) -> Option<&Error> {
    error.chain().find_map(|cause| cause.downcast_ref::<Error>())
}
