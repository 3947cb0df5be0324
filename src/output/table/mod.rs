//! Tables: byte for byte those of the reference in a pipe or file, and others for people.

mod frame;
mod screen;
mod wrap;

use crate::json::Object;
use crate::output::table::frame::{Cell, Heading};
use crate::output::table::screen::Screen;
use crate::output::terminal::Terminal;
use crate::output::{Options, python};
use serde_json::Value;
use std::borrow::Cow;

/// The layout of a table.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    terminal: Option<Terminal>,
    /// Columns that the whole table may have; 0 for any number.
    max_width: usize,
    print_empty: bool,
}

impl Layout {
    pub(super) fn new(options: &Options, terminal: Option<Terminal>) -> Self {
        // `--fit-width` adds nothing: a terminal is always fitted, and nothing else has a width.
        let Options { max_width, print_empty, .. } = *options;
        Self { terminal, max_width, print_empty }
    }

    /// A table with a row for each of `rows`.
    pub(super) fn list(self, titles: &[&str], rows: &[Vec<Value>]) -> String {
        const LEAST: usize = 8;
        if rows.is_empty() && !self.print_empty {
            return "\n".into();
        }
        if let Some(terminal) = self.terminal {
            return Screen::new(terminal, self.max_width).list(titles, rows);
        }
        let first = rows.first();
        let headings: Vec<_> = titles
            .iter()
            .enumerate()
            .map(|(index, title)| Heading {
                cell: plain((*title).into()),
                is_right: first.and_then(|row| row.get(index)).is_some_and(Value::is_number),
            })
            .collect();
        let cell = |cell| plain(python::text(cell));
        let rows: Vec<_> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        self.draw(&headings, &rows, LEAST)
    }

    /// A table with a row for each field.
    pub(super) fn show(self, fields: &Object) -> String {
        const LEAST: usize = 16;
        if fields.is_empty() {
            return "\n".into();
        }
        if let Some(terminal) = self.terminal {
            return Screen::new(terminal, self.max_width).show(fields);
        }
        let headings =
            ["Field", "Value"].map(|title| Heading { cell: plain(title.into()), is_right: false });
        let row = |(name, value)| vec![plain(Cow::Borrowed(name)), plain(python::text(value))];
        let rows: Vec<_> = fields.iter().map(|(name, value)| row((name.as_str(), value))).collect();
        self.draw(&headings, &rows, LEAST)
    }

    fn draw(self, headings: &[Heading<'_>], rows: &[Vec<Cell<'_>>], least: usize) -> String {
        let unlimited = vec![None; headings.len()];
        let limits = match self.max_width {
            0 => unlimited,
            width => limits(&frame::widths(headings, rows, &unlimited), width, least),
        };
        frame::draw(headings, rows, &limits)
    }
}

fn plain(text: Cow<'_, str>) -> Cell<'_> {
    Cell::new(wrap::straight(text))
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
