//! The check of request bodies: the part of Python's `jsonschema` that the real server uses, whose
//! sentences clients see.

mod check;
mod rule;
pub(crate) mod types;

pub(crate) use check::{Invalid, check};
pub(crate) use rule::{Field, Pattern, Rule, is_uuid};

#[cfg(test)]
mod tests;
