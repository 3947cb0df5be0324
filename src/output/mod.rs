//! Turns the API's objects into tables, JSON, YAML, CSV, plain values or shell variables.
//!
//! The bytes are those of the reference client on the same objects, so that a script can change from
//! one to the other. On a terminal, tables are laid out for people, and escape
//! sequences that a server sent are removed.

mod column;
mod csv;
mod json;
mod options;
mod printer;
mod python;
mod raw;
mod selection;
mod shell;
mod table;
mod terminal;
mod value;
mod yaml;

pub(crate) use crate::hazard::sanitize;
pub use column::{Column, Fields, col, key};
pub(crate) use json::python_json;
pub use options::{Format, Options, Quote};
pub use printer::Printer;
pub use terminal::Terminal;
