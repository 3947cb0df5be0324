//! The level of detail of views.

/// A level of detail, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// A part of another resource.
    Nested,
    /// A row of a list, or the reply to an action.
    Summary,
    /// A row of a detailed list.
    Detailed,
    /// The reply to a creation, with the locality, but without data of the guest agent.
    Created,
    /// A single resource, with data of the guest agent.
    Full,
}
