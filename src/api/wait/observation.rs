//! An observation of a resource, and its verdict.

use crate::api::wait::WaitEvent;
use crate::json::Object;
use crate::{Error, Failure};
use std::time::Duration;

/// The state of a resource at one moment, and its verdict.
pub(in crate::api) struct Observation {
    /// The status, as progress shows it.
    pub(in crate::api) status: String,
    pub(in crate::api) verdict: Verdict,
    /// The resource; `None` once it is gone.
    pub(in crate::api) object: Option<Object>,
    /// What has happened besides.
    pub(in crate::api) event: Option<WaitEvent>,
}

impl Observation {
    /// The resource has this status.
    pub(in crate::api) fn new(status: String, verdict: Verdict, object: Option<Object>) -> Self {
        Self { status, verdict, object, event: None }
    }

    /// The resource is gone, as it should be.
    pub(in crate::api) fn gone() -> Self {
        Self::new("gone".to_owned(), Verdict::Done, None)
    }
}

/// Whether to look again.
#[derive(Debug)]
pub(in crate::api) enum Verdict {
    /// The goal is not reached yet.
    Continue,
    /// The goal is reached.
    Done,
    /// The goal will never be reached.
    Failed(Option<Failure>),
    /// The service has refused what the wait is for.
    Refused(Error),
    /// The goal seems out of reach, which counts once it lasts this long.
    Unsettled { lasting: Duration, reason: Option<Failure> },
}

impl Verdict {
    /// The goal seems out of reach, but that may pass within a minute.
    pub(in crate::api) fn unsettled(reason: Option<Failure>) -> Self {
        Self::Unsettled { lasting: Duration::from_secs(60), reason }
    }
}
