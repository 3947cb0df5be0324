//! The interface between the crate and the network: requests go in, answers come out.

use crate::Result;
use crate::http::redact;
use std::sync::Arc;

/// A request: an absolute URL, headers, and the whole body.
pub type Request = http::Request<Vec<u8>>;

/// Marks a request, as an extension, to a service that has no quotas: its 413 is a rate limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WithoutQuotas;

/// Marks an answer with an error status, as an extension, whose body did not come in time: to ask again
/// would cost that time again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CutByTime;

/// An answer of any status, with its complete body.
pub type Response = http::Response<Vec<u8>>;

/// Sends requests: over the network ([`network`](fn@crate::http::network)), to the sandbox, or to the
/// server of a test.
pub trait Transport: Send + Sync {
    /// Sends `request` and returns the answer, of any status.
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

/// Names a request in errors and logs: its method and URL, without secrets.
#[must_use]
pub fn request_line(request: &Request) -> String {
    format!("{} {}", request.method(), redact::url(&request.uri().to_string()))
}
