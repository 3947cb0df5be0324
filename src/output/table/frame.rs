//! The frame around a table, as prettytable draws it.
//!
//! comfy-table, which draws for terminals, breaks lines elsewhere and gives a control character a
//! column, where the reference gives it none.

use crate::output::table::wrap::{width, wrap};

/// A cell: its text, and the width of the longest line in it.
pub(super) struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    pub(super) fn new(text: String) -> Self {
        let width = text.split('\n').map(width).max().unwrap_or(0);
        Self { text, width }
    }

    /// The lines of this cell in a column of a width.
    fn lines(&self, most: usize) -> Vec<std::borrow::Cow<'_, str>> {
        let mut lines = Vec::new();
        for line in self.text.split('\n') {
            if self.width <= most || width(line) <= most {
                lines.push(line.into());
                continue;
            }
            let wrapped = wrap(line, most);
            // Nothing but spaces leaves one empty line.
            lines.extend(wrapped.is_empty().then(|| "".into()));
            lines.extend(wrapped.into_iter().map(Into::into));
        }
        lines
    }
}

/// A column: its title and the alignment of its cells.
pub(super) struct Heading {
    pub(super) cell: Cell,
    pub(super) is_right: bool,
}

/// Draws the table; `limits` are the widths that cells may have.
pub(super) fn draw(headings: &[Heading], rows: &[Vec<Cell>], limits: &[Option<usize>]) -> String {
    let widths = widths(headings, rows, limits);
    let rule = rule(&widths);
    let mut out = String::with_capacity(rule.len() * (rows.len() + 4));
    out.push_str(&rule);
    let titles = headings.iter().map(|heading| &heading.cell);
    draw_row(titles, headings, &widths, &mut out);
    out.push_str(&rule);
    for row in rows {
        draw_row(row.iter(), headings, &widths, &mut out);
    }
    out.push_str(&rule);
    out
}

/// The width of each column when no cell is wider than its limit.
pub(super) fn widths(
    headings: &[Heading],
    rows: &[Vec<Cell>],
    limits: &[Option<usize>],
) -> Vec<usize> {
    let mut widths: Vec<_> = headings.iter().map(|heading| heading.cell.width).collect();
    for row in rows {
        for ((widest, cell), limit) in widths.iter_mut().zip(row).zip(limits) {
            *widest = (*widest).max(limit.map_or(cell.width, |limit| cell.width.min(limit)));
        }
    }
    widths
}

fn rule(widths: &[usize]) -> String {
    let mut out = String::from("+");
    for width in widths {
        out.extend(std::iter::repeat_n('-', width + 2));
        out.push('+');
    }
    out.push('\n');
    out
}

fn draw_row<'c>(
    cells: impl Iterator<Item = &'c Cell>,
    headings: &[Heading],
    widths: &[usize],
    out: &mut String,
) {
    let columns: Vec<_> = cells.zip(widths).map(|(cell, width)| cell.lines(*width)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        out.push('|');
        for ((lines, heading), width) in columns.iter().zip(headings).zip(widths) {
            let text = lines.get(line).map_or("", AsRef::as_ref);
            out.push(' ');
            draw_text(text, heading.is_right, *width, out);
            out.push_str(" |");
        }
        out.push('\n');
    }
}

fn draw_text(text: &str, is_right: bool, most: usize, out: &mut String) {
    let padding = std::iter::repeat_n(' ', most.saturating_sub(width(text)));
    if is_right {
        out.extend(padding.clone());
    }
    out.push_str(text);
    if !is_right {
        out.extend(padding);
    }
}
