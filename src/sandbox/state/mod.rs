//! The sandbox's database: its file, its tables, and what they hold at first.

pub(crate) mod code;
pub(crate) mod digest;
pub(crate) mod ids;
pub(crate) mod query;
pub(crate) mod record;
pub(crate) mod schedule;
pub mod seed;
pub(crate) mod store;
pub(crate) mod timestamp;
