//! The time limit of a wait, and its progress.

use crate::Subject;
use crate::api::wait::Cancel;
use crate::error::human;
use crate::json::Object;
use std::time::Duration;

/// A wait: its time limit, and a function that is called with its progress.
pub struct Wait<'w> {
    pub(super) limit: Duration,
    pub(super) cancel: Cancel,
    pub(super) progress: Box<dyn FnMut(&Progress<'_>) + 'w>,
}

/// The state of a resource that is waited for.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Progress<'p> {
    /// The resource.
    pub subject: &'p Subject,
    /// The current status of the resource.
    pub status: &'p str,
    /// How long the wait has lasted.
    pub elapsed: Duration,
    /// The resource as the service showed it; none if it is gone, or could not be looked at.
    pub object: Option<&'p Object>,
    /// What has happened besides, if anything.
    pub event: Option<WaitEvent>,
}

/// What can happen during a wait, besides a new status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitEvent {
    /// The service does not delete the resource in this status: it is asked again until it does.
    DeletionRefused,
    /// The resource is being deleted already: the service was not asked again.
    DeletionUnderway,
    /// The resource has come back from its deletion: the service was asked once more.
    DeletionRepeated,
}

impl Default for Wait<'_> {
    /// Waits up to an hour (a restore may take that long, trove/common/cfg.py), without reporting
    /// progress.
    fn default() -> Self {
        let limit = Duration::from_secs(3600);
        Self { limit, cancel: Cancel::default(), progress: Box::new(|_| {}) }
    }
}

impl std::fmt::Debug for Wait<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wait").field("limit", &human(self.limit)).finish_non_exhaustive()
    }
}

impl<'w> Wait<'w> {
    /// Waits no longer than `limit`.
    #[must_use]
    pub fn up_to(limit: Duration) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Waits no longer than until `cancel` is canceled.
    #[must_use]
    pub fn until(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }

    /// Calls `progress` after each look at the resource.
    #[must_use]
    pub fn on_progress(mut self, progress: impl FnMut(&Progress<'_>) + 'w) -> Self {
        self.progress = Box::new(progress);
        self
    }
}
