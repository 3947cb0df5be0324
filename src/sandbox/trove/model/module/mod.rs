//! Modules: their records, and how they are applied to instances.

pub(crate) mod apply;
pub(crate) mod record;
