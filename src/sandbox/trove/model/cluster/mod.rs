//! Clusters: their rows, changes and views.

pub(crate) mod changes;
pub(crate) mod record;
pub(crate) mod view;
