//! Answers of an identity service that say nothing about the login.

use crate::Error;
use crate::http::{Response, api_error};
use http::StatusCode;

/// The name of an error of a service that has rate limits, but no quotas.
pub(crate) const RATE_LIMIT: &str = "rateLimit";

/// Returns the error for an answer that says nothing about the login, but that the server is busy or
/// broken. Keystone has no quotas, so its 413 is a rate limit.
pub(super) fn outage(request: String, response: &Response) -> Option<Error> {
    let status = response.status();
    let is_limit = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::PAYLOAD_TOO_LARGE);
    if !(is_limit || status.is_server_error()) {
        return None;
    }
    let mut error = api_error(request, response);
    if is_limit {
        error.name = Some(RATE_LIMIT.to_owned());
        if Some(error.message.as_str()) == status.canonical_reason() {
            error.message = "Too Many Requests".to_owned();
        }
    }
    Some(error.into())
}
