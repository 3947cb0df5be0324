//! Views: only a view can print data, and making a view fails if `-f` and `-c` do not fit the data. So a
//! command that cannot print its result sends nothing.

use crate::api::{Objects, Resource};
use crate::cli::context::Cx;
use crate::json::Object;
use crate::output::{Column, Fields};
use anyhow::Result;

/// A list with these columns, which fits the options of the output.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub(crate) struct ListView {
    columns: &'static [Column],
}

/// An object with these fields, which fits the options of the output.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub(crate) struct ShowView {
    fields: &'static Fields,
}

impl Cx<'_> {
    /// Checks that a list with these columns can be printed as asked.
    pub(crate) fn list_view(&mut self, columns: &'static [Column]) -> Result<ListView> {
        self.printer().check_list(columns)?;
        Ok(ListView { columns })
    }

    /// Checks that an object with these fields can be printed as asked.
    pub(crate) fn show_view(&mut self, fields: &'static Fields) -> Result<ShowView> {
        self.printer().check_object(fields)?;
        Ok(ShowView { fields })
    }
}

impl ListView {
    /// Prints a list. Notes on standard error if the list has more rows.
    pub(crate) fn print<R: Resource>(self, cx: &mut Cx<'_>, objects: Objects<'_, R>) -> Result<()> {
        self.print_with(cx, objects, Ok)
    }

    /// Prints a list, after a function has completed each object.
    pub(crate) fn print_with<R: Resource>(
        self,
        cx: &mut Cx<'_>,
        mut objects: Objects<'_, R>,
        mut complete: impl FnMut(Object) -> crate::Result<Object>,
    ) -> Result<()> {
        let mut shown = 0_usize;
        let rows = objects.by_ref().map(|object| {
            shown += 1;
            complete(object?)
        });
        cx.printer().list(self.columns, rows)?;
        if let Some(marker) = objects.more()? {
            cx.note(&format!(
                "{shown} shown, more exist: --all, or --marker {marker} for the next"
            ));
        }
        Ok(())
    }

    /// Prints rows that have already been fetched.
    pub(crate) fn rows(self, cx: &mut Cx<'_>, rows: Vec<Object>) -> Result<()> {
        cx.printer().list(self.columns, rows.into_iter().map(Ok))
    }

    /// Prints rows after an object that belongs to all of them. Only tables and the raw format have
    /// room for the object.
    pub(crate) fn rows_after(
        self,
        cx: &mut Cx<'_>,
        properties: Object,
        rows: Vec<Object>,
    ) -> Result<()> {
        let mut printer = cx.printer();
        let properties = Some(properties).filter(|properties| !properties.is_empty());
        if let Some(properties) = &properties {
            printer.preface(properties)?;
        }
        let first = properties.filter(|_| printer.is_raw());
        printer.list(self.columns, first.into_iter().chain(rows).map(Ok))
    }

    /// Returns whether a column is printed or sorted by.
    pub(crate) fn uses(self, cx: &mut Cx<'_>, title: &str) -> bool {
        cx.printer().uses(self.columns, title)
    }
}

impl ShowView {
    /// Prints one object.
    pub(crate) fn print(self, cx: &mut Cx<'_>, object: Object) -> Result<()> {
        cx.printer().show(self.fields, object)
    }

    /// Returns what [`print`](Self::print) would print.
    pub(crate) fn rendered(self, cx: &mut Cx<'_>, object: Object) -> Result<Vec<u8>> {
        let mut rendered = Vec::new();
        cx.printer_to(&mut rendered).show(self.fields, object)?;
        Ok(rendered)
    }
}
