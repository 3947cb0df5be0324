//! Command lines of python-troveclient's `trove`, read as that client would have read them.

mod line;
mod note;
mod options;
mod parse;
pub(super) mod table;
mod variables;

pub(super) use options::LegacyOptions;
pub(super) use parse::{Unknown, parse};
