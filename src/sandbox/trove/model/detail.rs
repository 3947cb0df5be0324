//! How much of a resource is shown.

/// How much of a resource an answer shows, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// As a part of another resource.
    Nested,
    /// As a row of a list, or as the reply to an action.
    Summary,
    /// As a row of a detailed list.
    Detailed,
    /// As the reply to its creation: knows its locality, but its guest agent is not asked.
    Created,
    /// Alone: its guest agent is asked, too.
    Full,
}
