//! JSON, as services send it: reading it within limits, and finding what is in it.

mod object;
mod parse;
mod repair;
mod size;
mod surrogate;

pub use object::{Object, at};
pub(crate) use object::{text, text_at};
pub(crate) use parse::{Defect, parse};
pub(crate) use size::memory_of;
pub(crate) use surrogate::{escape_surrogates, replace_surrogates, replace_surrogates_in};
