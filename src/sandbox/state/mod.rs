//! The database of a sandbox: file, tables, initial contents, and the schedule of changes.

pub(crate) mod code;
pub(crate) mod digest;
mod files;
pub(crate) mod ids;
pub(crate) mod query;
pub(crate) mod record;
pub(crate) mod schedule;
pub mod seed;
pub(crate) mod store;
pub(crate) mod timestamp;

#[cfg(test)]
mod tests;
