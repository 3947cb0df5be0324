//! Instances: their records, statuses, faults, changes and views.

pub(crate) mod changes;
pub(crate) mod faults;
pub(crate) mod record;
pub(crate) mod status;
pub(crate) mod view;
