//! JSON, as services send it: reading it within limits, and finding what is in it.

#[cfg(any(feature = "cli", test))]
mod marks;
mod object;
mod parse;
mod repair;
mod size;
mod surrogate;

#[cfg(feature = "cli")]
pub(crate) use marks::{escape_surrogates, replace_surrogates, replace_surrogates_in};
pub use object::{Object, at};
pub(crate) use object::{text, text_at};
pub(crate) use parse::{Defect, parse};
#[cfg(feature = "cli")]
pub(crate) use size::memory_of;
