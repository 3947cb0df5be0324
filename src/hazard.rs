//! Characters that a terminal would obey or hide instead of showing them.

/// Whether this is a control character, or one that breaks a line or changes the direction of the text
/// around it. Line feeds and tabs are not: they are layout.
pub(crate) fn is_hazard(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}
