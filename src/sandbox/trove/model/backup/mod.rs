//! Backups: their rows and changes.

pub(crate) mod changes;
pub(crate) mod record;
