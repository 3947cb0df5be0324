//! Waiting for an asynchronous operation: look, judge, and look again later.

pub(in crate::api) mod listed;
mod observation;
mod poll;
mod progress;

pub(super) use observation::{Observation, Verdict};
#[cfg(feature = "cli")]
pub(crate) use poll::is_transient;
pub(super) use poll::poll;
pub use progress::{Progress, Wait};
