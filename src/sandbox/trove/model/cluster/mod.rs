//! Clusters: their records, changes and views.

pub(crate) mod changes;
pub(crate) mod record;
pub(crate) mod view;
