//! The one seam between the crate and the network, and what lies behind it.

mod client;
mod error_body;
mod failure;
mod handshake;
#[cfg(feature = "cli")]
pub(crate) mod probe;
mod proxy;
pub mod redact;
mod retry;
#[cfg(test)]
pub(crate) mod scripted;
mod tls;
mod trace;

use crate::{Clock, Result};
use std::sync::Arc;
use url::Url;

pub use client::{Client, ClientOptions};
pub use error_body::{api_error, decode_json};
pub use proxy::Proxies;
pub use retry::{Retry, RetryPolicy, retry_after};
pub use trace::{Timing, Timings, Trace};

/// A request: an absolute URL, headers, and the whole body.
pub type Request = http::Request<Vec<u8>>;

/// An answer, of whatever status, with its whole body.
pub type Response = http::Response<Vec<u8>>;

/// Sends requests. The real one is reqwest under retrying and tracing; the
/// sandbox is one too, and tests have their own.
pub trait Transport: Send + Sync {
    /// Sends `request` and returns the answer, whatever its status is.
    ///
    /// # Errors
    /// [`Error::Transport`](crate::Error::Transport) when there was no answer.
    fn send(&self, request: Request) -> Result<Response>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> Result<Response> {
        (**self).send(request)
    }
}

/// The network as `trove` uses it: every attempt is traced and timed, and what may be
/// repeated is.
#[must_use]
pub fn network(
    options: ClientOptions,
    policy: RetryPolicy,
    clock: Arc<dyn Clock>,
    timings: Timings,
) -> Arc<dyn Transport> {
    let trace = Trace::new(Client::new(options.clone()), options, timings);
    Arc::new(Retry::new(trace, policy, clock))
}

/// `text` as the address of a server.
pub(crate) fn server_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// Method and URL as errors and logs name them, without what is secret in the URL.
#[must_use]
pub fn request_line(request: &Request) -> String {
    format!("{} {}", request.method(), redact::url(&request.uri().to_string()))
}
