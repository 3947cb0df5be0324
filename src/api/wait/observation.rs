//! An observation of a resource, and its verdict.

use crate::Failure;
use crate::json::Object;
use std::time::Duration;

/// The state of a resource at one moment, and its verdict.
pub(in crate::api) struct Observation {
    /// The status, as progress shows it.
    pub(in crate::api) status: String,
    pub(in crate::api) verdict: Verdict,
    /// The resource; `None` once it is gone.
    pub(in crate::api) object: Option<Object>,
}

impl Observation {
    /// The resource is gone, as it should be.
    pub(in crate::api) fn gone() -> Self {
        Self { status: "gone".to_owned(), verdict: Verdict::Done, object: None }
    }
}

/// Whether to look again.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::api) enum Verdict {
    /// The goal is not reached yet.
    Continue,
    /// The goal is reached.
    Done,
    /// The goal will never be reached.
    Failed(Option<Failure>),
    /// The goal seems out of reach, which counts once it lasts this long.
    Unsettled { lasting: Duration, reason: Option<Failure> },
}

impl Verdict {
    /// The goal seems out of reach, but that may pass within a minute.
    pub(in crate::api) fn unsettled(reason: Option<Failure>) -> Self {
        Self::Unsettled { lasting: Duration::from_secs(60), reason }
    }
}
