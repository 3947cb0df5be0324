//! Tables: which text stands in a cell, and how wide a column may be.

mod frame;
mod wrap;

use serde_json::Value;

use super::terminal::{self, Colour, Terminal, sanitise};
use super::{Object, Options, python};
use frame::{Cell, Heading};

/// What a table needs to know beside its cells.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    terminal: Option<Terminal>,
    /// Columns that the whole table may have; 0 for any number.
    width: usize,
    print_empty: bool,
}

impl Layout {
    pub(super) fn new(options: &Options, terminal: Option<Terminal>) -> Self {
        // `--fit-width` adds nothing: a terminal is always fitted, and nothing else has a width.
        let width = match options.max_width {
            0 => terminal.map_or(0, |terminal| terminal.width),
            width => width,
        };
        Self { terminal, width, print_empty: options.print_empty }
    }

    /// A table with a row for each of `rows`.
    pub(super) fn list(self, titles: &[&str], rows: &[Vec<Value>]) -> String {
        const LEAST: usize = 8;
        if rows.is_empty() && !self.print_empty {
            return "\n".into();
        }
        let first = rows.first();
        let headings: Vec<_> = titles
            .iter()
            .enumerate()
            .map(|(index, title)| Heading {
                cell: Cell::new(self.plain(title), None),
                is_right: first.and_then(|row| row.get(index)).is_some_and(Value::is_number),
            })
            .collect();
        let is_status: Vec<_> = titles.iter().map(|title| terminal::is_status(title)).collect();
        let row = |row: &Vec<Value>| {
            row.iter()
                .zip(&is_status)
                .map(|(cell, status)| self.cell(cell, *status, ", "))
                .collect()
        };
        let rows: Vec<_> = rows.iter().map(row).collect();
        self.draw(&headings, &rows, LEAST)
    }

    /// A table with a row for each field.
    pub(super) fn show(self, fields: &Object) -> String {
        const LEAST: usize = 16;
        if fields.is_empty() {
            return "\n".into();
        }
        let headings = ["Field", "Value"]
            .map(|title| Heading { cell: Cell::new(title.into(), None), is_right: false });
        let row = |(name, value): (&String, &Value)| {
            vec![
                Cell::new(self.plain(name), None),
                self.cell(value, terminal::is_status(name), "\n"),
            ]
        };
        let rows: Vec<_> = fields.iter().map(row).collect();
        self.draw(&headings, &rows, LEAST)
    }

    fn draw(self, headings: &[Heading], rows: &[Vec<Cell>], least: usize) -> String {
        let unlimited = vec![None; headings.len()];
        let limits = match self.width {
            0 => unlimited,
            width => limits(&frame::widths(headings, rows, &unlimited), width, least),
        };
        frame::draw(headings, rows, &limits)
    }

    fn cell(self, value: &Value, is_status: bool, pair_separator: &str) -> Cell {
        let Some(terminal) = self.terminal else { return Cell::new(self.text(value), None) };
        let text = match terminal::readable(value, pair_separator) {
            Some(text) => self.plain(&text),
            None => self.text(value),
        };
        let colour = Colour::of_status(&text).filter(|_| is_status && terminal.colour);
        Cell::new(text, colour)
    }

    fn text(self, value: &Value) -> String {
        self.plain(&python::text(value))
    }

    /// One kind of line break, no tabs and, for a terminal, no escape sequences.
    fn plain(self, text: &str) -> String {
        if !text.contains(char::is_control) && self.terminal.is_none() {
            return text.to_owned();
        }
        let text = text.replace("\r\n", "\n").replace('\r', " ");
        let text = if self.terminal.is_some() { sanitise(&text) } else { text.as_str().into() };
        if text.contains('\t') { wrap::expand_tabs(&text) } else { text.into_owned() }
    }
}

/// The widths that let a table of columns as wide as `widths` fit into `total`.
///
/// Columns no wider than an equal share are left alone; the others share what remains.
fn limits(widths: &[usize], total: usize, least: usize) -> Vec<Option<usize>> {
    let frame = 1 + 3 * widths.len();
    if widths.iter().sum::<usize>() + frame <= total || widths.is_empty() {
        return vec![None; widths.len()];
    }
    let usable = total.saturating_sub(frame);
    let share = usable / widths.len();
    let kept: usize = widths.iter().filter(|width| **width <= share).sum();
    let mut remaining = usable.saturating_sub(kept);
    let mut count = widths.iter().filter(|width| **width > share).count();
    let shrunk = remaining.checked_div(count).unwrap_or(0);
    let limit = |width: &usize| {
        if *width <= share {
            return None;
        }
        count -= 1;
        let limit = if count == 0 { remaining } else { shrunk };
        remaining = remaining.saturating_sub(shrunk);
        Some(limit.max(least))
    };
    widths.iter().map(limit).collect()
}

#[cfg(test)]
mod tests;
