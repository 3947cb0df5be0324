//! Repairs what Python's `json` writes and JSON does not have: halves of surrogate pairs, and floats that
//! are no numbers.

use crate::json::surrogate;

/// Python's words for floats that are no numbers.
const NOT_NUMBERS: [&[u8]; 3] = [b"NaN", b"Infinity", b"-Infinity"];

/// Returns the repaired text; none if there is nothing to repair.
///
/// Only what fails to be read is repaired, so that other texts are not looked through.
pub(super) fn repaired(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let (mut rest, mut is_string, mut is_changed) = (text, false, false);
    while let Some(byte) = rest.first() {
        let mut length = 1;
        match byte {
            b'"' => is_string = !is_string,
            b'\\' if is_string => match lone_half(rest) {
                Some(half) => {
                    for c in surrogate::mark(half).into_iter().flatten() {
                        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    is_changed = true;
                    rest = rest.get(ESCAPE..).unwrap_or_default();
                    continue;
                }
                None => length = if pair(rest) { 2 * ESCAPE } else { 2 },
            },
            b'N' | b'I' | b'-' if !is_string => {
                if let Some(word) = NOT_NUMBERS.iter().find(|word| rest.starts_with(word)) {
                    out.extend_from_slice(b"null");
                    is_changed = true;
                    rest = rest.get(word.len()..).unwrap_or_default();
                    continue;
                }
            }
            _ => {}
        }
        let (kept, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        out.extend_from_slice(kept);
        rest = others;
    }
    is_changed.then_some(out)
}

/// The length of `\u` with its four digits.
const ESCAPE: usize = 6;

/// The unit that an escape at the beginning of `text` stands for.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Whether `text` begins with the escapes of a surrogate pair.
fn pair(text: &[u8]) -> bool {
    let first = unit(text).is_some_and(|unit| (0xd800..0xdc00).contains(&unit));
    first && text.get(ESCAPE..).and_then(unit).is_some_and(|unit| (0xdc00..0xe000).contains(&unit))
}

/// The half of a surrogate pair that `text` begins with, if the other half does not follow.
fn lone_half(text: &[u8]) -> Option<u32> {
    unit(text).filter(|unit| (0xd800..0xe000).contains(unit) && !pair(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::marks::escape_surrogates;

    #[test]
    fn only_halves_without_the_other_are_repaired() {
        for text in [
            r#"["\ud83d\ude00", "\\ud800", "\u00e9"]"#,
            r#"{"NaN": "Infinity\"NaN"}"#,
            "\\",
            "\"\\u",
        ] {
            assert_eq!(repaired(text.as_bytes()), None, "{text}");
        }
        for text in
            [r#"["\ud800"]"#, r#"["\ud83d\ud83d\ude00\ude00"]"#, r#"{"a\udfff": "\\\ud800x"}"#]
        {
            let repaired = String::from_utf8(repaired(text.as_bytes()).unwrap()).unwrap();
            assert!(serde_json::from_str::<serde_json::Value>(&repaired).is_ok(), "{repaired}");
            assert_eq!(escape_surrogates(&repaired), text);
        }
    }

    #[test]
    fn words_for_floats_become_null() {
        let text = repaired(br#"{"a": NaN, "b": [-Infinity,Infinity,-1], "c": "NaN"}"#).unwrap();
        assert_eq!(text, br#"{"a": null, "b": [null,null,-1], "c": "NaN"}"#);
    }
}
