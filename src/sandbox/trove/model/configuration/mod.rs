//! Configuration groups: their rows, parameters and the settings without a group.

pub(crate) mod defaults;
pub(crate) mod group;
pub(crate) mod mask;
pub(crate) mod parameter;
pub(crate) mod validate;
