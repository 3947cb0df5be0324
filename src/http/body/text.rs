//! Text of a server as one short line.

/// The number of bytes of a body that are read for a message.
pub(super) const LOOK: usize = 64 << 10;
/// The length of the longest message, in characters.
pub(super) const LONGEST: usize = 500;

/// Puts `text` on one line, without control characters, and cuts it after `longest` characters.
pub(super) fn one_line(text: &str, longest: usize) -> String {
    let unseen =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text.chars().map(|c| if unseen(c) { ' ' } else { c }).collect();
    let words: Vec<_> = spaced.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
