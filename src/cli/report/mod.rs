//! Errors for people: what happened, why, and what to type next; and the exit codes.

mod advised;
pub(super) mod aftermath;
mod cause;
pub(super) mod config_hints;
mod error;
pub(super) mod exit_code;
pub(super) mod hints;
mod shell_word;
pub(super) mod timings;
mod usage;

pub(super) use advised::Advised;
pub(super) use cause::causes;
pub(super) use error::{error, tell};
pub(super) use usage::usage;
