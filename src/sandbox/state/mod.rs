//! The sandbox's database: its file, its tables, and what they hold at first.

pub mod seed;
pub(crate) mod store;
pub(crate) mod timestamp;
