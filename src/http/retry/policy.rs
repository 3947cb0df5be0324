//! How many times a request is tried again, and how long to wait before.

use std::time::Duration;

/// How many times a request is tried again, and how long to wait before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many times a request is repeated if the connection fails or breaks; 0 for never.
    pub retries: u32,
    /// The wait before such a repetition [default: longer each time].
    pub delay: Option<Duration>,
    /// How many times a request is repeated if the service is temporarily unavailable; 0 for never.
    pub status_retries: u32,
    /// The wait before such a repetition, unless the server names one [default: longer each time].
    pub status_delay: Option<Duration>,
    /// The statuses of such answers [default: 429, 502 and 503].
    pub statuses: Option<Vec<u16>>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { retries: 3, delay: None, status_retries: 3, status_delay: None, statuses: None }
    }
}
