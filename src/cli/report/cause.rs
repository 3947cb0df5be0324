//! The causes of an error.

use crate::Error;

/// Joins an error and its causes in one line.
pub(in crate::cli) fn causes(error: &anyhow::Error) -> String {
    let mut text = String::new();
    let mut last = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // The HTTP libraries repeat the messages of their causes.
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

/// Finds the error of the library among an error and its causes.
pub(super) fn library_error(error: &anyhow::Error) -> Option<&Error> {
    error.chain().find_map(|cause| cause.downcast_ref::<Error>())
}
