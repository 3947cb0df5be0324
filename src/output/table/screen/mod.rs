//! Tables for people, drawn by comfy-table to fit a terminal.

use crate::hazard::sanitize;
use crate::json::Object;
use crate::output::table::wrap::{straight, width};
use crate::output::terminal::Terminal;
use crate::output::{python, terminal};
use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table,
    TableStyle, Width,
};
use serde_json::Value;

/// A thin rule under the titles and no other lines, so that a double click selects exactly a cell.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Spaces between columns.
const GAP: u16 = 2;

/// The minimum width of a readable column: the length of a date.
const LEAST: usize = 10;

/// Words up to this width, such as a time, are broken only if the table does not fit otherwise.
const WORD: usize = 20;

/// How to draw for a terminal.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// Columns that a line may have; `None` for any number.
    width: Option<u16>,
    color: bool,
}

impl Screen {
    /// For a terminal, or less of it if `max_width` is not 0.
    pub(super) fn new(terminal: Terminal, max_width: usize) -> Self {
        let width = [terminal.width, max_width].into_iter().filter(|width| *width > 0).min();
        let width = width.map(|width| u16::try_from(width).unwrap_or(u16::MAX));
        Self { width, color: terminal.color }
    }

    /// A table with a row for each of `rows`; where that cannot be read, a record for each.
    pub(super) fn list(self, titles: &[&str], rows: &[Vec<Value>]) -> String {
        let is_status: Vec<_> = titles.iter().map(|title| terminal::is_status(title)).collect();
        let cells = |row: &Vec<Value>| -> Vec<_> {
            row.iter().zip(&is_status).map(|(cell, status)| cell_of(cell, *status, ", ")).collect()
        };
        let titles: Vec<_> = titles.iter().map(|title| title_of(title)).collect();
        let mut table = self.table();
        table.set_header(titles.clone()).add_rows(rows.iter().map(cells));
        for (index, column) in table.column_iter_mut().enumerate() {
            if is_numeric(rows.iter().filter_map(|row| row.get(index))) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        if self.fit(&mut table) || rows.is_empty() {
            return text_of(&table);
        }
        let record = |row| {
            let mut record = self.table();
            record.add_rows(titles.iter().cloned().zip(cells(row)).map(<[Cell; 2]>::from));
            self.fit(&mut record);
            text_of(&record)
        };
        rows.iter().map(record).collect::<Vec<_>>().join("\n")
    }

    /// A table with a row for each field.
    pub(super) fn show(self, fields: &Object) -> String {
        let row = |(name, value): (&String, &Value)| {
            [Cell::new(plain(name)), cell_of(value, terminal::is_status(name), "\n")]
        };
        let mut table = self.table();
        table.set_header(["Field", "Value"].map(title_of)).add_rows(fields.iter().map(row));
        self.fit(&mut table);
        text_of(&table)
    }

    fn table(self) -> Table {
        let mut table = Table::new();
        // Neither stdout nor stderr is looked at: the terminal is what the caller says it is.
        table.force_no_tty().load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
        table.style_text_only();
        if self.color {
            table.enforce_styling();
            // The caller has already read NO_COLOR.
            crossterm::style::force_color_output(true);
        }
        if let Some(width) = self.width {
            table.set_width(width);
        }
        table
    }

    /// Sets the widths of columns so that no ID is broken over lines, and other words only if necessary.
    ///
    /// Returns false if the terminal is too narrow even for that: then all columns shrink equally.
    fn fit(self, table: &mut Table) -> bool {
        let last = table.column_iter().count().saturating_sub(1);
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, if index == last { 0 } else { GAP }));
        }
        let Some(total) = self.width else { return true };
        let extents: Vec<_> = (0..=last).map(|index| Extent::of(table, index)).collect();
        [WORD, LEAST].into_iter().any(|longest| {
            let least: usize = extents.iter().map(|extent| extent.least(longest)).sum();
            let is_fit = least + last * usize::from(GAP) <= usize::from(total);
            if is_fit {
                extents.iter().zip(table.column_iter_mut()).for_each(|(extent, column)| {
                    if let Some(bound) = extent.bound(longest, column.padding_width()) {
                        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(bound)));
                    }
                });
            }
            is_fit
        })
    }
}

/// The widths that the text of a column needs.
#[derive(Default)]
struct Extent {
    /// The longest line.
    line: usize,
    /// The longest word.
    word: usize,
    /// The longest UUID, with the comma after it.
    id: usize,
}

impl Extent {
    fn of(table: &Table, column: usize) -> Self {
        let mut extent = Self::default();
        for cell in table.column_cells_with_header_iter(column).flatten() {
            let text = cell.content();
            extent.line = text.split('\n').map(width).fold(extent.line, usize::max);
            for word in text.split([' ', '\n']) {
                let width = width(word);
                extent.word = extent.word.max(width);
                if is_uuid(word.trim_end_matches(',')) {
                    extent.id = extent.id.max(width);
                }
            }
        }
        extent
    }

    /// The least width in which words up to `longest` are whole.
    fn least(&self, longest: usize) -> usize {
        self.line.min(LEAST).max(self.word.min(longest)).max(self.id)
    }

    /// Returns `least` with the padding, or `None` for text so wide that comfy-table would overflow.
    fn bound(&self, longest: usize, padding: u16) -> Option<u16> {
        u16::try_from(self.line).ok()?.checked_add(padding)?;
        u16::try_from(self.least(longest)).ok()?.checked_add(padding)
    }
}

/// Returns whether `word` is a UUID, with or without hyphens.
fn is_uuid(word: &str) -> bool {
    let is_hyphen = |index| matches!(index, 8 | 13 | 18 | 23);
    match word.len() {
        36 => word.bytes().enumerate().all(|(index, byte)| match byte {
            b'-' => is_hyphen(index),
            _ => byte.is_ascii_hexdigit() && !is_hyphen(index),
        }),
        32 => word.bytes().all(|byte| byte.is_ascii_hexdigit()),
        _ => false,
    }
}

/// Whether these cells have numbers and nothing else; unlike in a pipe, an absent first one does not decide.
fn is_numeric<'v>(cells: impl Iterator<Item = &'v Value>) -> bool {
    let mut present = cells.filter(|cell| !cell.is_null() && *cell != "").peekable();
    present.peek().is_some() && present.all(Value::is_number)
}

fn title_of(title: &str) -> Cell {
    Cell::new(plain(title)).add_attribute(Attribute::Bold)
}

fn cell_of(value: &Value, is_status: bool, pair_separator: &str) -> Cell {
    let text = match terminal::readable(value, pair_separator) {
        Some(text) => plain(&text),
        None => plain(&python::text(value)),
    };
    let color = terminal::status_color(&text).filter(|_| is_status);
    let cell = Cell::new(text);
    match color {
        Some(color) => cell.fg(color),
        None => cell,
    }
}

/// Normalizes line breaks, and removes tabs and escape sequences.
fn plain(text: &str) -> String {
    sanitize(&straight(text.into())).into_owned()
}

/// The lines of a table, without the spaces that would fill its last column.
fn text_of(table: &Table) -> String {
    table.trim_fmt() + "\n"
}

#[cfg(test)]
mod tests;
