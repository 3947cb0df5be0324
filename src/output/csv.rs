//! CSV as Python's `csv` module writes it with a backslash as escape character.
//!
//! The `csv` crate is not used: with an escape character set, Python doubles backslashes even
//! inside quotes, and quotes by the type of a cell rather than by its text.

use crate::output::Quote;
use serde_json::Value;

/// One record, line end included; `show` makes the text of a cell.
pub(super) fn record<'v>(
    cells: impl Iterator<Item = &'v Value>,
    quote: Quote,
    show: impl Fn(&'v Value) -> std::borrow::Cow<'v, str>,
) -> String {
    let mut out = String::new();
    let mut count = 0;
    for cell in cells {
        if count > 0 {
            out.push(',');
        }
        count += 1;
        // A null is written as an empty cell.
        let text = if cell.is_null() { "".into() } else { show(cell) };
        field(&text, is_quoted(cell, &text, quote), quote, &mut out);
    }
    // An empty line would be no record.
    if count == 1 && out.is_empty() && quote != Quote::None {
        out.push_str("\"\"");
    }
    out.push('\n');
    out
}

fn is_quoted(cell: &Value, text: &str, quote: Quote) -> bool {
    match quote {
        Quote::All => true,
        Quote::None => false,
        Quote::Minimal => text.contains([',', '"', '\n']),
        Quote::Nonnumeric => {
            // A boolean is a number in Python.
            !matches!(cell, Value::Number(_) | Value::Bool(_)) || text.contains([',', '"', '\n'])
        }
    }
}

fn field(text: &str, is_quoted: bool, quote: Quote, out: &mut String) {
    if is_quoted {
        out.push('"');
    }
    for c in text.chars() {
        match c {
            '\\' => out.push('\\'),
            ',' | '"' | '\n' if quote == Quote::None => out.push('\\'),
            '"' => out.push('"'),
            _ => {}
        }
        out.push(c);
    }
    if is_quoted {
        out.push('"');
    }
}
