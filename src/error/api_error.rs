//! Answers with an error status.

/// An answer of a service with an error status.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message} (HTTP {status}){}", request_id.as_ref().map(|id| format!(" (Request-ID: {id})")).unwrap_or_default())]
#[non_exhaustive]
pub struct ApiError {
    /// HTTP status.
    pub status: u16,
    /// The message of the service, or the name of the status.
    pub message: String,
    /// `x-openstack-request-id`, which an administrator can look up in the log of the service.
    pub request_id: Option<String>,
    /// Method and URL, as in `GET http://trove/v1.0/p/instances`.
    pub request: String,
    /// The number of seconds that a rate limit asks to wait.
    pub retry_after: Option<u64>,
    /// The name of the error in the body, as in `overLimit`.
    pub name: Option<String>,
    /// The project in the endpoint, if it is not that of the login, which may be the cause.
    pub project: Option<Box<ProjectMismatch>>,
}

impl ApiError {
    /// Makes an error from a status, a message and a request.
    #[must_use]
    pub fn new(status: u16, message: impl Into<String>, request: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            request: request.into(),
            request_id: None,
            retry_after: None,
            name: None,
            project: None,
        }
    }
}

/// An endpoint that does not end in the project of the login. The service refuses such requests, unless
/// something on the way to it corrects them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProjectMismatch {
    /// The endpoint.
    pub endpoint: String,
    /// The project in the endpoint, if there is one.
    pub found: Option<String>,
    /// The ID of the project of the login.
    pub project: String,
    /// Whether the endpoint comes from the catalog; otherwise it comes from the settings.
    pub in_catalog: bool,
}
