//! Questions to the person who runs the command.

pub(super) mod confirm;
mod line;
pub(super) mod password;
pub(super) mod prompter;
mod secret;
pub(super) mod terminal;
