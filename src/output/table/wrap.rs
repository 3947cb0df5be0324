//! Text on a grid: its width, tabs, and where it may be broken, as Python's `textwrap` does it.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns that one line takes; control characters take none.
pub(super) fn width(line: &str) -> usize {
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return line.len();
    }
    if line.contains(char::is_control) {
        return line.chars().filter(|c| !c.is_control()).collect::<String>().width();
    }
    line.width()
}

/// Normalizes line breaks, and expands tabs.
pub(super) fn straight(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(['\r', '\t']) {
        return text;
    }
    Cow::Owned(expand_tabs(&text.replace("\r\n", "\n").replace('\r', " ")))
}

/// Expands tabs to multiples of 8 characters, counted from the start of the line.
fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let missing = 8 - column % 8;
                out.extend(std::iter::repeat_n(' ', missing));
                column += missing;
            }
            '\n' => {
                out.push(c);
                column = 0;
            }
            _ => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

/// `line` in lines of at most `most` columns: broken at white space, after hyphens, or anywhere in a longer word.
pub(super) fn wrap(line: &str, most: usize) -> Vec<String> {
    let line = line.replace(['\t', '\n', '\x0b', '\x0c', '\r'], " ");
    let mut chunks = chunks(&line);
    chunks.reverse();
    let mut lines: Vec<String> = Vec::new();
    while let Some(next) = chunks.last() {
        if !lines.is_empty() && is_blank(next) {
            chunks.pop();
        }
        let current = fill(&mut chunks, most);
        let current = current.trim_end_matches(is_space);
        if !current.is_empty() {
            lines.push(current.to_owned());
        }
    }
    lines
}

/// Takes as many chunks as fit, or part of one that fits nowhere.
fn fill<'t>(chunks: &mut Vec<&'t str>, most: usize) -> String {
    let mut current: Vec<&'t str> = Vec::new();
    let mut used = 0;
    while let Some(chunk) = chunks.pop() {
        let width = width(chunk);
        if used + width <= most {
            used += width;
            current.push(chunk);
            continue;
        }
        if width <= most {
            chunks.push(chunk);
            break;
        }
        let (head, tail) = split_long(chunk, most.saturating_sub(used), current.is_empty());
        current.push(head);
        if !tail.is_empty() {
            chunks.push(tail);
        }
        break;
    }
    if current.last().is_some_and(|chunk| is_blank(chunk)) {
        current.pop();
    }
    current.concat()
}

/// Splits a word after the last hyphen that fits, or else after the last character that fits. The first part
/// has at least one character.
fn split_long(word: &str, room: usize, is_line_start: bool) -> (&str, &str) {
    let mut used = 0;
    let mut end = 0;
    for grapheme in word.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        end += grapheme.len();
    }
    let fitting = word.get(..end).unwrap_or_default();
    let hyphen = fitting
        .rfind('-')
        .filter(|at| fitting.get(..*at).is_some_and(|s| s.contains(|c| c != '-')));
    let end = match hyphen {
        Some(at) => at + 1,
        None if is_line_start && width(fitting) == 0 => {
            word.graphemes(true).next().map_or(0, str::len)
        }
        None => end,
    };
    word.split_at_checked(end).unwrap_or((word, ""))
}

/// Returns whether Python's `str.strip` removes this character.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

fn is_blank(chunk: &str) -> bool {
    !chunk.is_empty() && chunk.chars().all(is_space)
}

/// Cuts a text where a line may end: around white space and long dashes, after hyphens within words.
fn chunks(text: &str) -> Vec<&str> {
    let letters = Letters { chars: text.char_indices().collect(), len: text.len() };
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < letters.chars.len() {
        let end = letters.chunk_end(start);
        chunks.extend(text.get(letters.offset(start)..letters.offset(end)));
        start = end;
    }
    chunks
}

/// The characters of a text, with where in bytes each begins.
struct Letters {
    chars: Vec<(usize, char)>,
    len: usize,
}

impl Letters {
    fn offset(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.len, |(offset, _)| *offset)
    }

    /// Returns whether the character `back` places before `index` matches.
    fn before(&self, index: usize, back: usize, kind: impl Fn(char) -> bool) -> bool {
        index.checked_sub(back).is_some_and(|at| self.is(at, kind))
    }

    fn is(&self, index: usize, kind: impl Fn(char) -> bool) -> bool {
        self.chars.get(index).is_some_and(|(_, c)| kind(*c))
    }

    fn run(&self, start: usize, kind: impl Fn(char) -> bool) -> usize {
        self.chars.iter().skip(start).take_while(|(_, c)| kind(*c)).count()
    }

    /// The end of the chunk that begins at `start`.
    fn chunk_end(&self, start: usize) -> usize {
        let spaces = self.run(start, |c| c == ' ');
        if spaces > 0 {
            return start + spaces;
        }
        if let Some(dashes) = self.dash(start) {
            return start + dashes;
        }
        (start + 1..=self.chars.len())
            .find_map(|at| {
                if self.is_hyphen(at) {
                    return Some(at + 1);
                }
                let is_end = at == self.chars.len() || self.is(at, |c| c == ' ');
                (is_end || self.dash(at).is_some()).then_some(at)
            })
            .unwrap_or(self.chars.len())
    }

    /// The number of hyphens at `at` that are a dash between words.
    fn dash(&self, at: usize) -> Option<usize> {
        if !self.before(at, 1, is_word_or_mark) {
            return None;
        }
        let count = self.run(at, |c| c == '-');
        (count >= 2 && self.is(at + count, is_word)).then_some(count)
    }

    /// Returns whether at `at` is a hyphen within a word, which excludes `-v` and `10-12`.
    fn is_hyphen(&self, at: usize) -> bool {
        let after_letters = self.before(at, 1, is_letter) && self.before(at, 2, is_letter);
        let after_hyphenated = self.before(at, 1, is_word_or_mark)
            && self.before(at, 2, |c| c == '-')
            && self.before(at, 3, is_letter);
        let next = if self.is(at + 2, |c| c == '-') { at + 3 } else { at + 2 };
        self.is(at, |c| c == '-')
            && (after_letters || after_hyphenated)
            && self.is(at + 1, is_letter)
            && self.is(next, is_letter)
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_word_or_mark(c: char) -> bool {
    is_word(c) || matches!(c, '!' | '"' | '\'' | '&' | '.' | ',' | '?')
}
