//! The durations of requests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// A request and its duration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// `GET`, `POST`…
    pub method: String,
    /// The URL, without secrets.
    pub url: String,
    /// The time from the first byte sent to the last one received.
    pub duration: Duration,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
}

/// The timings of all requests so far; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Timings(Arc<Mutex<Vec<Timing>>>);

impl Timings {
    /// The requests so far, in the order in which they ended.
    #[must_use]
    pub fn all(&self) -> Vec<Timing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn add(&self, timing: Timing) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(timing);
    }
}
