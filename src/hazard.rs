//! Characters that a terminal would obey or hide instead of showing them.

use std::borrow::Cow;

/// Whether this is a control character, or one that breaks a line or changes the direction of the text
/// around it. Line feeds and tabs are not: they are layout.
pub(crate) fn is_hazard(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Spells out the characters that a terminal would obey or hide, as in `\x1b` or `\u202e`.
#[must_use]
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hazard) {
        return Cow::Borrowed(text);
    }
    let spelled = text.chars().fold(String::with_capacity(text.len() + 8), |mut out, c| {
        match u32::from(c) {
            _ if !is_hazard(c) => out.push(c),
            code @ ..=0xff => out.push_str(&format!("\\x{code:02x}")),
            code => out.push_str(&format!("\\u{code:04x}")),
        }
        out
    });
    Cow::Owned(spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_direction_overrides_are_spelled_out() {
        for (text, expected) in [
            ("plain é漢\n\t", "plain é漢\n\t"),
            ("\x1b[31mred\x07\r", "\\x1b[31mred\\x07\\x0d"),
            ("\u{7f}\u{9b}0m", "\\x7f\\x9b0m"),
            ("a\u{202e}b\u{2066}c\u{2069}", "a\\u202eb\\u2066c\\u2069"),
            ("a\u{61c}b\u{200e}c\u{200f}", "a\\u061cb\\u200ec\\u200f"),
            ("a\u{2028}b\u{2029}c", "a\\u2028b\\u2029c"),
            ("a\u{200d}b", "a\u{200d}b"),
        ] {
            assert_eq!(sanitize(text), expected);
        }
    }
}
