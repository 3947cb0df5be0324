//! Turns the API's objects into tables, JSON, YAML, CSV, plain values or shell variables.
mod column;

pub use column::{Column, Object, Tabular, at, col, key};
