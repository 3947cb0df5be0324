//! The one seam between the crate and the network.

use crate::Result;

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
