//! The wait that a server asks for.

use crate::http::transport::Response;
use crate::json;
use http::StatusCode;
use http::header::{DATE, HeaderName, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// Reads the wait that the server asks for: `Retry-After` in seconds or as a date, or else
/// `retryAfter` in the body of the rate limit. `now` counts only if the answer has no `Date`.
#[must_use]
pub fn retry_after(response: &Response, now: SystemTime) -> Option<Duration> {
    let text = |name: HeaderName| response.headers().get(name)?.to_str().ok().map(str::trim);
    let Some(value) = text(RETRY_AFTER) else { return over_limit(response) };
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = text(DATE).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    Some(until.duration_since(now).unwrap_or_default())
}

fn over_limit(response: &Response) -> Option<Duration> {
    if response.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return None;
    }
    let body = json::parse(response.body()).ok()?;
    let seconds = body.get("overLimit")?.get("retryAfter")?;
    let seconds = seconds.as_u64().or_else(|| seconds.as_str()?.parse().ok())?;
    Some(Duration::from_secs(seconds))
}

pub(super) fn says_when(response: &Response) -> bool {
    retry_after(response, SystemTime::UNIX_EPOCH).is_some()
}
