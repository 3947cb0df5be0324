//! Turns the API's objects into tables, JSON, YAML, CSV, plain values or shell variables.
//!
//! The bytes are those of the reference client on the same objects, so that a script can change from
//! one to the other. On a terminal tables are made for people, and nothing that a server sent can
//! reach it as an escape sequence.

mod column;
#[cfg(feature = "cli")]
mod csv;
#[cfg(feature = "cli")]
mod json;
#[cfg(feature = "cli")]
mod options;
#[cfg(feature = "cli")]
mod printer;
#[cfg(feature = "cli")]
mod python;
#[cfg(feature = "cli")]
mod raw;
#[cfg(feature = "cli")]
mod selection;
#[cfg(feature = "cli")]
mod shell;
#[cfg(feature = "cli")]
mod table;
#[cfg(feature = "cli")]
mod terminal;
#[cfg(feature = "cli")]
mod value;
#[cfg(feature = "cli")]
mod yaml;

pub use column::{Column, Fields, Tabular, col, key};
#[cfg(feature = "cli")]
pub(crate) use json::python_json;
#[cfg(feature = "cli")]
pub use options::{Format, Options, Quote};
#[cfg(feature = "cli")]
pub use printer::Printer;
#[cfg(feature = "cli")]
pub use terminal::{Terminal, sanitise};
