//! Errors, as a person reads them: what happened, why, and what to do; and the exit status.

mod cause;
pub(super) mod config_hints;
mod error;
pub(super) mod exit_code;
pub(super) mod hints;
pub(super) mod timings;
mod usage;

pub(super) use cause::causes;
pub(super) use error::{error, tell};
pub(super) use usage::usage;
