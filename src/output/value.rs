//! Plain values: a row per line, its cells joined by a space; a show has a value per line.

use serde_json::Value;
use std::borrow::Cow;

/// One row; `show` makes the text of a cell.
pub(super) fn row<'v>(
    cells: impl Iterator<Item = &'v Value>,
    show: impl Fn(&'v Value) -> Cow<'v, str>,
) -> String {
    let mut out = String::new();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(&show(cell));
    }
    out.push('\n');
    out
}
