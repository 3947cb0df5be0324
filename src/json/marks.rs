//! Turns the marks of halves of surrogate pairs into what can be printed.

use crate::json::surrogate::{FIRST, HALVES, MARK, has_marks};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Reads the character after a mark.
fn half(c: char) -> Option<u32> {
    let half = u32::from(c).checked_sub(FIRST)? + HALVES.start();
    HALVES.contains(&half).then_some(half)
}

/// Replaces each mark in a text by what `with` makes of its half.
fn replace(text: &str, with: impl Fn(u32, &mut String)) -> Cow<'_, str> {
    if !(has_marks() && text.contains(MARK)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(MARK);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.chars().next().and_then(|c| Some((c, half(c)?))) {
            Some((c, half)) => {
                with(half, &mut out);
                out.push_str(part.get(c.len_utf8()..).unwrap_or_default());
            }
            None => {
                out.push(MARK);
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

/// Writes the marks in a JSON text as the escapes that they were.
pub(crate) fn escape_surrogates(json: &str) -> Cow<'_, str> {
    replace(json, |half, out| out.push_str(&format!("\\u{half:04x}")))
}

/// Replaces the marks in a text by U+FFFD.
pub(crate) fn replace_surrogates_in(text: &str) -> Cow<'_, str> {
    replace(text, |_, out| out.push('\u{fffd}'))
}

/// Replaces the marks in a value by U+FFFD, as a text has it.
pub(crate) fn replace_surrogates(value: &mut Value) {
    if !has_marks() {
        return;
    }
    match value {
        Value::String(text) => {
            if let Cow::Owned(replaced) = replace_surrogates_in(text) {
                *text = replaced;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(replace_surrogates),
        Value::Object(members) => {
            members.values_mut().for_each(replace_surrogates);
            if members.keys().any(|key| key.contains(MARK)) {
                let all = std::mem::take(members).into_iter();
                let renamed =
                    all.map(|(key, value)| (replace_surrogates_in(&key).into_owned(), value));
                *members = renamed.collect::<Map<_, _>>();
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::surrogate::mark;
    use serde_json::json;

    #[test]
    fn a_mark_is_an_escape_or_a_replacement() {
        for (half, escape) in [(0xd800, "\\ud800"), (0xdfff, "\\udfff")] {
            let marked: String = mark(half).unwrap().into_iter().collect();
            let text = format!("a{marked}b{marked}");
            assert_eq!(escape_surrogates(&text), format!("a{escape}b{escape}"));
            let mut value = json!({ "k": [text.clone(), 1], text: null });
            replace_surrogates(&mut value);
            assert_eq!(value, json!({"k": ["a\u{fffd}b\u{fffd}", 1], "a\u{fffd}b\u{fffd}": null}));
        }
        assert_eq!(mark(0x41), None);
        assert_eq!(mark(0xe000), None);
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in ["plain", "\u{fdd0}", "\u{fdd0}x\u{fdd0}", "\u{10f800}"] {
            assert_eq!(escape_surrogates(text), text);
        }
    }
}
