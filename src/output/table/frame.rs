//! The frame around a table, as prettytable draws it.
//!
//! comfy-table, which draws for terminals, breaks lines elsewhere and gives a control character a
//! column, where the reference gives it none.

use crate::output::table::wrap::{width, wrap};
use std::borrow::Cow;

/// A cell: its text, and the width of the longest line in it.
pub(super) struct Cell<'t> {
    text: Cow<'t, str>,
    width: usize,
    is_one_line: bool,
}

impl<'t> Cell<'t> {
    pub(super) fn new(text: Cow<'t, str>) -> Self {
        let is_one_line = !text.contains('\n');
        let width =
            if is_one_line { width(&text) } else { text.split('\n').map(width).max().unwrap_or(0) };
        Self { text, width, is_one_line }
    }

    fn fits_on_a_line(&self, most: usize) -> bool {
        self.is_one_line && self.width <= most
    }

    /// The lines of this cell in a column of a width.
    fn lines(&self, most: usize) -> Vec<Cow<'_, str>> {
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
pub(super) struct Heading<'t> {
    pub(super) cell: Cell<'t>,
    pub(super) is_right: bool,
}

/// Draws the table; `limits` are the widths that cells may have.
pub(super) fn draw(
    headings: &[Heading<'_>],
    rows: &[Vec<Cell<'_>>],
    limits: &[Option<usize>],
) -> String {
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
    headings: &[Heading<'_>],
    rows: &[Vec<Cell<'_>>],
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
    cells: impl Iterator<Item = &'c Cell<'c>> + Clone,
    headings: &[Heading<'_>],
    widths: &[usize],
    out: &mut String,
) {
    if cells.clone().zip(widths).all(|(cell, most)| cell.fits_on_a_line(*most)) {
        let cells = cells.map(|cell| (cell.text.as_ref(), cell.width));
        return draw_line(cells, headings, widths, out);
    }
    let columns: Vec<_> = cells.zip(widths).map(|(cell, width)| cell.lines(*width)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for line in 0..height {
        let texts = columns.iter().map(|lines| lines.get(line).map_or("", AsRef::as_ref));
        draw_line(texts.map(|text| (text, width(text))), headings, widths, out);
    }
}

/// Draws one line of a row from the texts in it and their widths.
fn draw_line<'t>(
    cells: impl Iterator<Item = (&'t str, usize)>,
    headings: &[Heading<'_>],
    widths: &[usize],
    out: &mut String,
) {
    out.push('|');
    for (((text, width), heading), most) in cells.zip(headings).zip(widths) {
        let padding = std::iter::repeat_n(' ', most.saturating_sub(width));
        out.push(' ');
        if heading.is_right {
            out.extend(padding.clone());
        }
        out.push_str(text);
        if !heading.is_right {
            out.extend(padding);
        }
        out.push_str(" |");
    }
    out.push('\n');
}
