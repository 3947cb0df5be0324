//! Waiting for an asynchronous operation: look, judge, and look again later.

mod cancel;
mod deletion;
pub(in crate::api) mod listed;
mod observation;
mod poll;
mod progress;

pub use cancel::Cancel;
#[cfg(feature = "cli")]
pub(crate) use deletion::Request as DeletionRequest;
pub use deletion::{Deletable, DeletionStage};
pub(super) use observation::{Observation, Verdict};
#[cfg(feature = "cli")]
pub(crate) use poll::is_transient;
pub(super) use poll::poll;
pub use progress::{Progress, Wait, WaitEvent};
