//! The layer that sends requests again.

use crate::http::retry::outcome::Outcome;
use crate::http::retry::policy::RetryPolicy;
use crate::http::retry::retry_after::retry_after;
use crate::http::transport::{Request, Response, Transport, request_line};
use crate::{Clock, Error, Result, TransportFailure};
use std::sync::Arc;
use std::time::Duration;

/// The longest wait between two attempts, and the longest one that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
pub(super) const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Repeats requests that can be repeated without harm, waiting longer each time.
#[derive(Clone)]
pub struct Retry<T> {
    inner: T,
    policy: RetryPolicy,
    clock: Arc<dyn Clock>,
}

impl<T> Retry<T> {
    /// Makes a transport that sends through `inner`, and waits on `clock`.
    pub fn new(inner: T, policy: RetryPolicy, clock: Arc<dyn Clock>) -> Self {
        Self { inner, policy, clock }
    }
}

impl<T: Transport> Transport for Retry<T> {
    fn send(&self, request: Request) -> Result<Response> {
        let mut retries = 0;
        loop {
            let result = self.inner.send(request.clone());
            let outcome = Outcome::of(&result, &request, self.policy.statuses.as_deref());
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

/// A random wait of up to 0.5 s, 1 s, 2 s…: clients that failed together do not come back together.
pub(super) fn back_off(retries: u32) -> Duration {
    let limit = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(retries)).min(LONGEST_WAIT);
    limit.mul_f64(fastrand::f64())
}

pub(super) fn notice(
    result: &Result<Response>,
    to: &Request,
    wait: Duration,
    retry: u32,
    of: u32,
) -> String {
    let what = match result {
        Ok(response) => format!("{} from", response.status().as_u16()),
        Err(Error::Transport(error)) if error.failure == TransportFailure::Connect => {
            "no connection for".into()
        }
        Err(_) => "no answer to".into(),
    };
    let wait = wait.as_secs_f64();
    format!("{what} {}: trying again in {wait:.1}s ({retry} of {of})", request_line(to))
}
