//! An observation of a resource, and its verdict.

use crate::Failure;
use crate::json::Object;

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
    /// The goal seems impossible to reach, but this may change.
    Unsettled(Option<Failure>),
}
