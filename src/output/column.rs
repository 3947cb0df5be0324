//! Columns of lists, and fields of single objects.
//!
//! Columns read the API's own object rather than a typed model: a missing key
//! and a null print differently, and a server newer than this crate may send
//! keys it does not know.

use crate::json::{Object, at};
use serde_json::Value;

/// A column of a list: its title and how to get its cell.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The title, which is also its key in JSON, YAML and CSV.
    pub title: &'static str,
    get: Getter,
}

#[derive(Debug, Clone, Copy)]
enum Getter {
    Path(&'static [&'static str]),
    Function(fn(&Object) -> Value),
}

/// A column with the value at `path`, or the empty string if there is none.
#[must_use]
pub const fn key(title: &'static str, path: &'static [&'static str]) -> Column {
    Column { title, get: Getter::Path(path) }
}

/// A column with a computed value.
#[must_use]
pub const fn col(title: &'static str, get: fn(&Object) -> Value) -> Column {
    Column { title, get: Getter::Function(get) }
}

impl Column {
    /// The cell of this column for one object.
    #[must_use]
    pub fn cell(&self, object: &Object) -> Value {
        match self.get {
            Getter::Path(path) => at(object, path).cloned().unwrap_or_else(|| "".into()),
            Getter::Function(get) => get(object),
        }
    }
}

/// The fields of a printed object: their names, and the function that makes them from the object that the
/// service sent.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The names of all possible fields; empty if they are not known.
    pub(crate) names: &'static [&'static str],
    make: fn(Object) -> Object,
}

impl Fields {
    /// Fields that are the object itself without its links.
    #[must_use]
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self { names, make: without_links }
    }

    /// Fields that a function makes from the object.
    #[must_use]
    pub const fn made_by(names: &'static [&'static str], make: fn(Object) -> Object) -> Self {
        Self { names, make }
    }

    /// Makes the fields of an object.
    #[must_use]
    pub fn of(&self, object: Object) -> Object {
        (self.make)(object)
    }
}

fn without_links(mut object: Object) -> Object {
    object.shift_remove("links");
    object
}
