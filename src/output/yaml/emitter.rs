//! Writes text, and tracks the position on its last line.

/// The part of a document that a node is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Root,
    Item,
    Key,
    Value,
}

/// The text so far, and the position on its last line.
pub(super) struct Emitter {
    pub(super) out: String,
    pub(super) column: usize,
    /// Whether the last thing written was white space.
    pub(super) whitespace: bool,
    /// Whether only indentation and indicators stand on this line.
    pub(super) indention: bool,
}

impl Default for Emitter {
    fn default() -> Self {
        Self { out: String::new(), column: 0, whitespace: true, indention: true }
    }
}

/// The indentation below a node that has `indent`.
pub(super) fn deeper(indent: Option<usize>) -> usize {
    indent.map_or(0, |indent| indent + 2)
}

impl Emitter {
    /// Writes a `-`, `:`, quote or other indicator, after a space if needed.
    pub(super) fn indicator(&mut self, text: &str, needs_space: bool, is_indention: bool) {
        if needs_space && !self.whitespace {
            self.write(" ");
        }
        self.write(text);
        self.whitespace = false;
        self.indention &= is_indention;
    }

    /// Moves to the column `indent`, on a new line unless this one is empty.
    pub(super) fn indent(&mut self, indent: usize) {
        let is_past = self.column > indent || (self.column == indent && !self.whitespace);
        if !self.indention || is_past {
            self.line_break();
        }
        if let Some(missing) = indent.checked_sub(self.column).filter(|missing| *missing > 0) {
            self.whitespace = true;
            self.write(&" ".repeat(missing));
        }
    }

    pub(super) fn line_break(&mut self) {
        self.out.push('\n');
        self.whitespace = true;
        self.indention = true;
        self.column = 0;
    }

    /// Writes text without line breaks.
    pub(super) fn write(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += if text.is_ascii() { text.len() } else { text.chars().count() };
    }

    pub(super) fn finish(mut self) -> String {
        self.indent(0);
        self.out
    }
}
