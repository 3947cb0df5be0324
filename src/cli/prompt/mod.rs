//! Questions to whoever runs the command.

pub(in crate::cli) mod confirm;
pub(in crate::cli) mod operator;
pub(in crate::cli) mod password;
