//! Backups: their records, views and changes.

pub(crate) mod changes;
pub(crate) mod record;
