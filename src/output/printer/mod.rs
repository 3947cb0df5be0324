//! Prints lists and single objects in the format asked for.

mod budget;

use crate::Error;
use crate::hazard::sanitize;
use crate::json::{Object, memory_of, replace_surrogates, replace_surrogates_in};
use crate::output::printer::budget::{check_table, gather};
use crate::output::selection::{normal, selected, sort};
use crate::output::table::Layout;
use crate::output::terminal::Terminal;
use crate::output::{Column, Fields, Format, Options, csv, json, python, raw, shell, value, yaml};
use anyhow::Result;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::Write;

/// Prints data on `out` as the options ask, and remarks on `talk`.
pub struct Printer<'w> {
    options: Options,
    terminal: Option<Terminal>,
    out: &'w mut dyn Write,
    talk: &'w mut dyn Write,
}

impl std::fmt::Debug for Printer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer")
            .field("options", &self.options)
            .field("terminal", &self.terminal)
            .finish_non_exhaustive()
    }
}

impl<'w> Printer<'w> {
    /// A printer to `out`, which is stdout and perhaps a terminal, with remarks on `talk`, which is stderr.
    pub fn new(
        options: Options,
        terminal: Option<Terminal>,
        out: &'w mut dyn Write,
        talk: &'w mut dyn Write,
    ) -> Self {
        Self { options, terminal, out, talk }
    }

    /// Checks, before anything is sent, that the options fit a list of these columns.
    ///
    /// # Errors
    /// If the format is for single objects, or none of the columns asked for exists.
    pub fn check_list(&self, columns: &[Column]) -> crate::Result<()> {
        if self.format() == Format::Shell {
            return Err(no_shell_list());
        }
        self.check_raw()?;
        selected(&self.options.columns, &titles(columns)).map(drop)
    }

    /// Checks, before anything is sent, that the options fit a single object.
    ///
    /// # Errors
    /// If the format is for lists.
    pub fn check_show(&self) -> crate::Result<()> {
        if self.format() == Format::Csv {
            return Err(no_csv_object());
        }
        self.check_raw()
    }

    /// Checks that some field to be printed can be there.
    fn check_fields(&self, fields: &[&str]) -> crate::Result<()> {
        if fields.is_empty() {
            return Ok(());
        }
        selected(&self.options.columns, fields).map(drop)
    }

    fn check_raw(&self) -> crate::Result<()> {
        if self.format() == Format::Raw && !self.options.columns.is_empty() {
            return Err(Error::invalid("the format raw has no columns to choose from")
                .with_hint("use the format json"));
        }
        Ok(())
    }

    /// Prints a list. csv, value and raw print each row as it arrives, unless the rows are sorted.
    ///
    /// # Errors
    /// If the options do not fit, a row is an error, or the output cannot be written.
    pub fn list(
        &mut self,
        columns: &[Column],
        rows: impl Iterator<Item = crate::Result<Object>>,
    ) -> Result<()> {
        self.check_list(columns)?;
        let chosen = selected(&self.options.columns, &titles(columns))?;
        let chosen: Vec<_> =
            columns.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(c, _)| *c).collect();
        if self.options.sort_columns.is_empty() {
            return self.list_rows(&chosen, rows);
        }
        let mut rows = gather(rows, |row| row.values().map(memory_of).sum())?;
        let by = &self.options.sort_columns;
        for title in sort(&mut rows, columns, by, self.options.descending) {
            writeln!(self.talk, "Could not sort on field '{title}'; unsortable types")?;
        }
        self.list_rows(&chosen, rows.into_iter().map(Ok))
    }

    fn list_rows(
        &mut self,
        columns: &[Column],
        mut rows: impl Iterator<Item = crate::Result<Object>>,
    ) -> Result<()> {
        let titles = titles(columns);
        let cells = |row: crate::Result<Object>| -> crate::Result<Vec<Value>> {
            let row = row?;
            budget::check_row(&row)?;
            Ok(columns.iter().map(|column| plain(column.cell(&row))).collect())
        };
        let noindent = self.options.noindent;
        match self.format() {
            Format::Table => {
                let rows = gather(rows.map(cells), |row| budget::cells(row))?;
                check_table(rows.iter().map(|row| row.iter()))?;
                let table = Layout::new(&self.options, self.terminal).list(&titles, &rows);
                self.write(table.as_bytes())
            }
            Format::Json => {
                let rows = gather(rows.map(cells), |row| budget::cells(row))?;
                json::list(&titles, &rows, noindent, self.out)
            }
            Format::Yaml => {
                let rows = gather(rows.map(cells), |row| budget::cells(row))?;
                self.write(yaml::list(&titles, &rows).as_bytes())
            }
            Format::Csv => {
                let header: Vec<Value> = titles.iter().copied().map(Value::from).collect();
                self.write(self.record(&header).as_bytes())?;
                rows.map(cells).try_for_each(|row| self.write(self.record(&row?).as_bytes()))
            }
            Format::Value => rows.map(cells).try_for_each(|row| {
                let line = value::row(row?.iter(), |cell| self.cell(cell));
                self.write(line.as_bytes())
            }),
            Format::Raw => rows.try_for_each(|row| self.raw(&row?)),
            Format::Shell => Err(no_shell_list().into()),
        }
    }

    /// Checks, before anything is sent, that the options fit an object with these fields.
    ///
    /// # Errors
    /// If the format is for lists, or none of the fields asked for can be there.
    pub fn check_object(&self, fields: &Fields) -> crate::Result<()> {
        self.check_show()?;
        self.check_fields(fields.names)
    }

    /// Whether a list of these columns prints the column of this title, or sorts by it.
    #[must_use]
    pub fn uses(&self, columns: &[Column], title: &str) -> bool {
        let chosen = selected(&self.options.columns, &titles(columns)).unwrap_or_default();
        let printed = columns.iter().zip(chosen).any(|(c, chosen)| chosen && c.title == title);
        let sorts = self.options.sort_columns.iter().any(|name| normal(name) == normal(title));
        self.format() != Format::Raw && (printed || sorts)
    }

    /// Prints a single object.
    ///
    /// # Errors
    /// If the options do not fit, or the output cannot be written.
    pub fn show(&mut self, fields: &Fields, object: Object) -> Result<()> {
        let is_raw = self.format() == Format::Raw;
        self.fields(if is_raw { object } else { plain_object(fields.of(object)) })
    }

    /// Prints fields, sorted by name.
    fn fields(&mut self, fields: Object) -> Result<()> {
        self.check_show()?;
        let fields = self.chosen(fields)?;
        self.show_fields(&fields)
    }

    fn show_fields(&mut self, fields: &Object) -> Result<()> {
        match self.format() {
            Format::Table => {
                check_table(fields.values().map(std::iter::once))?;
                let table = Layout::new(&self.options, self.terminal).show(fields);
                self.write(table.as_bytes())
            }
            Format::Json => json::show(fields, self.options.noindent, self.out),
            Format::Yaml => self.write(yaml::show(fields).as_bytes()),
            Format::Value => {
                let line = |cell| value::row(std::iter::once(cell), |cell| self.cell(cell));
                let lines: String = fields.values().map(line).collect();
                self.write(lines.as_bytes())
            }
            Format::Shell => {
                let Options { prefix, variables, .. } = &self.options;
                let line = |(name, value): (&String, &Value)| {
                    shell::line(&self.safe(name), &self.cell(value), prefix, variables)
                };
                let lines: String = fields.iter().filter_map(line).collect();
                self.write(lines.as_bytes())
            }
            Format::Raw => self.raw(fields),
            Format::Csv => Err(no_csv_object().into()),
        }
    }

    /// Prints a table of properties ahead of a list, where the list is a table too: other formats
    /// have no room for it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn preface(&mut self, properties: &Object) -> Result<()> {
        if self.format() != Format::Table {
            return Ok(());
        }
        let text = |value: &Value| Value::from(python::text(value).into_owned());
        let mut rows: Vec<Vec<Value>> =
            properties.iter().map(|(name, value)| vec![json!(name), text(value)]).collect();
        rows.sort_by(|one, other| {
            one.first().map(python::text).cmp(&other.first().map(python::text))
        });
        let layout = Layout::new(&Options::default(), self.terminal);
        self.write(layout.list(&["Property", "Value"], &rows).as_bytes())
    }

    /// Whether the API's own objects are to be printed.
    #[must_use]
    pub fn is_raw(&self) -> bool {
        self.format() == Format::Raw
    }

    /// Prints one line of data.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn text(&mut self, line: &str) -> Result<()> {
        let line = format!("{}\n", self.safe(&replace_surrogates_in(line)));
        self.write(line.as_bytes())
    }

    fn format(&self) -> Format {
        self.options.format.unwrap_or(Format::Table)
    }

    /// The fields asked for, in the order of their names; raw has all of them as they came.
    fn chosen(&self, mut fields: Object) -> crate::Result<Object> {
        if self.format() == Format::Raw {
            return Ok(fields);
        }
        fields.sort_keys();
        // An empty object has no names to choose from, and nothing to print either.
        if self.options.columns.is_empty() || fields.is_empty() {
            return Ok(fields);
        }
        let names: Vec<_> = fields.keys().map(String::as_str).collect();
        let chosen = selected(&self.options.columns, &names)?;
        Ok(fields.into_iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(f, _)| f).collect())
    }

    fn raw(&mut self, object: &Object) -> Result<()> {
        let line = raw::line(object, self.terminal.is_some())?;
        self.write(line.as_bytes())
    }

    fn record(&self, cells: &[Value]) -> String {
        csv::record(cells.iter(), self.options.quote, |cell| self.cell(cell))
    }

    fn cell<'v>(&self, value: &'v Value) -> Cow<'v, str> {
        match python::text(value) {
            Cow::Borrowed(text) => self.safe(text),
            // What Python quotes has no control characters left.
            owned @ Cow::Owned(_) => owned,
        }
    }

    fn safe<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.terminal.is_some() { sanitize(text) } else { Cow::Borrowed(text) }
    }

    /// Writes and flushes, so that a reader sees each row at once.
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.out.write_all(bytes)?;
        Ok(self.out.flush()?)
    }
}

/// A value without halves of surrogate pairs, which only raw can print.
fn plain(mut value: Value) -> Value {
    replace_surrogates(&mut value);
    value
}

fn plain_object(object: Object) -> Object {
    match plain(Value::Object(object)) {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

fn titles(columns: &[Column]) -> Vec<&'static str> {
    columns.iter().map(|column| column.title).collect()
}

fn no_shell_list() -> Error {
    Error::invalid("a list cannot be printed as shell variables")
        .with_hint("use the format csv, json, raw, table, value or yaml")
}

fn no_csv_object() -> Error {
    Error::invalid("a single object cannot be printed as csv")
        .with_hint("use the format json, raw, shell, table, value or yaml")
}

#[cfg(test)]
mod tests;
