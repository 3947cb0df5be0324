//! Text of a server, safe to print on a terminal.

use crate::hazard::is_hazard;
use std::fmt::Write as _;

/// Spells out the characters of `text` that could move the cursor or reorder the line.
pub(super) fn visible(text: &str, lines: bool) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if (c.is_control() || is_hazard(c)) && !(lines && c == '\n') {
            let _ = write!(clean, "\\u{:04x}", u32::from(c));
        } else {
            clean.push(c);
        }
    }
    clean
}
