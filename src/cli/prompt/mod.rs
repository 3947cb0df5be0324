//! Questions to the person who runs the command.

pub(super) mod confirm;
pub(super) mod facts;
mod line;
pub(super) mod password;
mod secret;
pub(super) mod terminal;
pub(super) mod terminal_prompter;
