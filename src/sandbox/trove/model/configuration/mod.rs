//! Configuration groups: their records, their parameters, and the settings of instances without one.

pub(crate) mod defaults;
pub(crate) mod group;
pub(crate) mod mask;
pub(crate) mod parameter;
pub(crate) mod validate;
