//! Ends a wait from elsewhere.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ends waits early, from another thread: give a clone to [`Wait::until`](crate::api::Wait::until), and
/// call [`cancel`](Self::cancel).
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends the waits that know this. They end with [`Error::Canceled`](crate::Error::Canceled); what
    /// they wait for continues.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Tells whether it is canceled.
    #[must_use]
    pub fn is_canceled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
