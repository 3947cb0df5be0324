//! What is sent again, when, and how often.

use crate::http::{Request, Response, Transport, request_line};
use crate::{Clock, Error, Result, TransportKind};
use http::header::{DATE, HeaderName, RETRY_AFTER};
use http::{Method, StatusCode};
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The longest wait between two attempts, and the longest that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// How often to try again, and after how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many times a request is repeated at most that finds no connection or loses it; 0 never.
    pub retries: u32,
    /// How long to wait then; longer each time if none.
    pub delay: Option<Duration>,
    /// How many times one is repeated at most whose answer is that it cannot be served now.
    pub status_retries: u32,
    /// How long to wait then, if the server does not say; longer each time if none.
    pub status_delay: Option<Duration>,
    /// The statuses that say so; 429, 502 and 503 if none.
    pub statuses: Option<Vec<u16>>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { retries: 3, delay: None, status_retries: 3, status_delay: None, statuses: None }
    }
}

/// Repeats what can be repeated without harm, waiting longer each time.
#[derive(Clone)]
pub struct Retry<T> {
    inner: T,
    policy: RetryPolicy,
    clock: Arc<dyn Clock>,
}

impl<T> Retry<T> {
    /// Sends through `inner`, waiting on `clock`.
    pub fn new(inner: T, policy: RetryPolicy, clock: Arc<dyn Clock>) -> Self {
        Self { inner, policy, clock }
    }
}

impl<T: Transport> Transport for Retry<T> {
    fn send(&self, request: Request) -> Result<Response> {
        let mut retries = 0;
        loop {
            let result = self.inner.send(request.clone());
            let outcome = Outcome::of(&result, self.policy.statuses.as_deref());
            let (of, delay) = match outcome {
                Outcome::NotSent | Outcome::Broken => (self.policy.retries, self.policy.delay),
                _ => (self.policy.status_retries, self.policy.status_delay),
            };
            if retries >= of || !outcome.repeats(request.method()) {
                return result;
            }
            let asked = result.as_ref().ok().and_then(|r| retry_after(r, self.clock.now()));
            let wait = match asked {
                Some(longer) if longer > LONGEST_WAIT => return result,
                Some(asked) if !asked.is_zero() => asked,
                _ => delay.unwrap_or_else(|| back_off(retries)),
            };
            retries += 1;
            log::info!(target: "trove::http", "{}", notice(&result, &request, wait, retries, of));
            self.clock.sleep(wait);
        }
    }
}

/// What became of one attempt, as far as repeating it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// An answer or a failure that the next attempt would only repeat.
    Final,
    /// There was no connection.
    NotSent,
    /// The connection broke: the request may have been carried out.
    Broken,
    /// Refused by the rate limit, which stands before every handler (trove/common/limits.py:161
    /// and the pipeline in api-paste.ini). A quota answers 413 too, but says no time.
    RateLimited,
    /// 503 that says when to come back: whoever answered did not pass the request on.
    /// No handler of Trove or Keystone sends that, only proxies and maintenance pages.
    Refused,
    /// 502, or 503 without a time, or what somebody takes for it: it may have got through.
    Unavailable,
}

impl Outcome {
    /// `statuses` are those that are worth another try, if somebody says so.
    fn of(result: &Result<Response>, statuses: Option<&[u16]>) -> Self {
        match result {
            Ok(response) => match (Self::of_answer(response), statuses) {
                (known, None) => known,
                (_, Some(statuses)) if !statuses.contains(&response.status().as_u16()) => {
                    Self::Final
                }
                (Self::Final, Some(_)) => Self::Unavailable,
                (known, Some(_)) => known,
            },
            Err(Error::Transport(error)) => match error.kind {
                TransportKind::Connect => Self::NotSent,
                TransportKind::Broken => Self::Broken,
                // A timeout has cost minutes already, and the guest is still at work.
                TransportKind::Timeout | TransportKind::Tls | TransportKind::Redirect => {
                    Self::Final
                }
            },
            Err(_) => Self::Final,
        }
    }

    fn of_answer(response: &Response) -> Self {
        match response.status() {
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited,
            StatusCode::PAYLOAD_TOO_LARGE if says_when(response) => Self::RateLimited,
            StatusCode::SERVICE_UNAVAILABLE if says_when(response) => Self::Refused,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::BAD_GATEWAY => Self::Unavailable,
            _ => Self::Final,
        }
    }

    /// The rule: what changes something is repeated only if it surely was not carried out. That
    /// holds for DELETE too: a second one lowers the usage of the quota again.
    fn repeats(self, method: &Method) -> bool {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        match self {
            //                   GET, HEAD | POST, PUT, PATCH, DELETE
            Self::Final => false,
            Self::NotSent => true,
            Self::RateLimited => true,
            Self::Refused => true,
            Self::Broken => reads,
            Self::Unavailable => reads,
        }
    }
}

/// How long the server asks to wait: `Retry-After` in seconds or as a date, else `retryAfter`
/// in the body of the rate limit. `now` counts only if the answer has no `Date`.
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
    let body: Value = serde_json::from_slice(response.body()).ok()?;
    let seconds = body.get("overLimit")?.get("retryAfter")?;
    let seconds = seconds.as_u64().or_else(|| seconds.as_str()?.parse().ok())?;
    Some(Duration::from_secs(seconds))
}

fn says_when(response: &Response) -> bool {
    retry_after(response, SystemTime::UNIX_EPOCH).is_some()
}

/// Between nothing and 0.5 s, 1 s, 2 s…: clients that failed together do not come back together.
fn back_off(retries: u32) -> Duration {
    let limit = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(retries)).min(LONGEST_WAIT);
    limit.mul_f64(fastrand::f64())
}

fn notice(result: &Result<Response>, to: &Request, wait: Duration, retry: u32, of: u32) -> String {
    let what = match result {
        Ok(response) => format!("{} from", response.status().as_u16()),
        Err(Error::Transport(error)) if error.kind == TransportKind::Connect => {
            "no connection for".into()
        }
        Err(_) => "no answer to".into(),
    };
    let wait = wait.as_secs_f64();
    format!("{what} {}: trying again in {wait:.1}s ({retry} of {of})", request_line(to))
}

#[cfg(test)]
mod tests;
