//! YAML as PyYAML's `safe_dump` writes it in block style.
//!
//! No YAML crate folds, quotes and escapes by PyYAML's rules, and the reference's bytes are wanted.

mod document;
mod emitter;
mod resolve;
mod scalar;
#[cfg(test)]
mod tests;

pub(super) use document::{list, show};
