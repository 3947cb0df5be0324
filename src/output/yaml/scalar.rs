//! Scalars: the style of a text, folding at 80 columns, and escapes.

use crate::output::yaml::emitter::{Context, Emitter, deeper};
use crate::output::yaml::resolve;

/// The column after which a space becomes a line break.
const BEST_WIDTH: usize = 80;

/// A scalar's text, and whether it must be read back as a string.
pub(super) struct Scalar<'t> {
    pub(super) text: &'t str,
    pub(super) is_string: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// Returns whether a key may stand before its `:` on one line; others are introduced by `?`.
pub(super) fn is_simple_key(text: &str) -> bool {
    // PyYAML counts the tag `!!str` although it does not write it.
    const MOST: usize = 127 - "!!str".len();
    !text.is_empty() && !text.contains(is_break) && text.chars().count() <= MOST
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// White space in the sense of the rules for indicators.
fn is_blank(c: char) -> bool {
    is_break(c) || matches!(c, '\0' | ' ' | '\t' | '\r')
}

impl Style {
    fn of(text: &str, is_string: bool) -> Self {
        if text.contains(|c| c != '\n' && !matches!(c, ' '..='~')) || text.contains(" \n") {
            return Self::Double;
        }
        if text.contains("\n ") {
            return Self::Double;
        }
        let is_edged = text.starts_with([' ', '\n']) || text.ends_with([' ', '\n']);
        if is_edged
            || text.contains('\n')
            || has_indicator(text)
            || is_string && resolve::is_special(text)
        {
            return Self::Single;
        }
        Self::Plain
    }
}

/// Returns whether a part of `text` would be read as structure.
fn has_indicator(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let is_alone = chars.next().is_none_or(is_blank);
    if text.starts_with("---") || text.starts_with("...") || "#,[]{}&*!|>'\"%@`".contains(first) {
        return true;
    }
    if matches!(first, '?' | ':' | '-') && is_alone {
        return true;
    }
    // Here only spaces are blank: other white space has been given double quotes.
    text.contains(": ") || text.ends_with(':') || text.contains(" #")
}

impl Emitter {
    pub(super) fn scalar(&mut self, scalar: &Scalar<'_>, context: Context, indent: Option<usize>) {
        let indent = indent.map_or(2, |indent| deeper(Some(indent)));
        let may_fold = context != Context::Key;
        match Style::of(scalar.text, scalar.is_string) {
            Style::Plain => self.plain(scalar.text, may_fold, indent),
            Style::Single => self.single_quoted(scalar.text, may_fold, indent),
            Style::Double => self.double_quoted(scalar.text, may_fold, indent),
        }
    }

    fn plain(&mut self, text: &str, may_fold: bool, indent: usize) {
        if !self.whitespace {
            self.write(" ");
        }
        self.whitespace = false;
        self.indention = false;
        if !may_fold || self.column + text.len() <= BEST_WIDTH {
            return self.write(text);
        }
        for run in runs(text) {
            if run == " " && self.column > BEST_WIDTH {
                self.indent(indent);
                self.whitespace = false;
                self.indention = false;
            } else {
                self.write(run);
            }
        }
    }

    fn single_quoted(&mut self, text: &str, may_fold: bool, indent: usize) {
        self.indicator("'", true, false);
        let mut rest = text.len();
        for run in runs(text) {
            let is_first = rest == text.len();
            rest -= run.len();
            if run.starts_with('\n') {
                // A single line break would be read as a space, so there is one more.
                for _ in 0..=run.len() {
                    self.line_break();
                }
                self.indent(indent);
            } else if run == " " && self.column > BEST_WIDTH && may_fold && !is_first && rest > 0 {
                self.indent(indent);
            } else {
                self.write(&run.replace('\'', "''"));
            }
        }
        self.indicator("'", false, false);
    }

    fn double_quoted(&mut self, text: &str, may_fold: bool, indent: usize) {
        self.indicator("\"", true, false);
        let last = text.chars().count().saturating_sub(1);
        // Whether characters were written since the last escape: without them the line can be broken here.
        let mut is_running = false;
        let mut chars = text.chars().enumerate().peekable();
        while let Some((index, c)) = chars.next() {
            let may_fold = may_fold && 0 < index && index < last;
            if is_escaped(c) {
                self.write(&escape(c));
                is_running = false;
                // PyYAML is one column off right after an escape.
                if may_fold && self.column > BEST_WIDTH + 1 {
                    let next = chars.peek().map(|(_, next)| *next);
                    self.fold(next == Some(' '), indent);
                }
            } else {
                if may_fold && (c == ' ' || !is_running) && self.column > BEST_WIDTH {
                    self.fold(c == ' ', indent);
                }
                self.write(c.encode_utf8(&mut [0; 4]));
                is_running = true;
            }
        }
        self.indicator("\"", false, false);
    }

    /// Continues on the next line. A space there must be escaped, because it would be read as indentation.
    fn fold(&mut self, is_before_space: bool, indent: usize) {
        self.write("\\");
        self.indent(indent);
        self.whitespace = false;
        self.indention = false;
        if is_before_space {
            self.write("\\");
        }
    }
}

/// `text` cut into runs of spaces, of line breaks and of anything else.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    fn kind(c: char) -> u8 {
        match c {
            ' ' => 0,
            '\n' => 1,
            _ => 2,
        }
    }
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = kind(rest.chars().next()?);
        let end = rest.find(|c| kind(c) != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(run)
    })
}

fn is_escaped(c: char) -> bool {
    matches!(c, '"' | '\\') || !matches!(c, ' '..='~')
}

fn escape(c: char) -> String {
    let short = match c {
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        '"' | '\\' => c,
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            return match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02X}"),
                code @ ..=0xffff => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            };
        }
    };
    format!("\\{short}")
}
