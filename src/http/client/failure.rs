//! Turns the errors of reqwest into those of this crate.

use crate::http::cause::{Cause, chain, root_cause};
use crate::http::client::body::TooSlow;
use crate::http::tls;
use crate::{TransportError, TransportFailure};
use std::path::Path;
use std::time::Duration;

/// Explains why a request to `url` (redacted) failed with `error`. `cacert` is the file of the CAs
/// that are trusted instead of the system's.
pub(super) fn transport(
    url: &str,
    error: Cause<'_>,
    timeout: Duration,
    cacert: Option<&Path>,
) -> TransportError {
    let failure = failure(error);
    let (cause, tls) = match (failure, handshake(error)) {
        (TransportFailure::Timeout, _) => (late(error, timeout), None),
        (TransportFailure::Tls, Some(error)) => tls::describe(error, cacert),
        _ => (root_cause(error), None),
    };
    TransportError { tls, ..TransportError::new(url, failure, Some(cause.into())) }
}

/// Says in which way an answer was late.
fn late(error: Cause<'_>, timeout: Duration) -> String {
    match chain(error).find_map(|cause| cause.downcast_ref::<TooSlow>()) {
        Some(slow) => slow.to_string(),
        None => format!("nothing came for {timeout:?}"),
    }
}

fn failure(error: Cause<'_>) -> TransportFailure {
    let reqwest = || chain(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>());
    let connecting = reqwest().any(reqwest::Error::is_connect);
    match handshake(error) {
        Some(_) if connecting => return TransportFailure::Tls,
        // With TLS 1.3 a server refuses our certificate after the first bytes of the request.
        Some(rustls::Error::AlertReceived(_)) => return TransportFailure::Tls,
        _ => {}
    }
    if connecting {
        TransportFailure::Connect
    } else if reqwest().any(reqwest::Error::is_timeout)
        || chain(error).any(|cause| cause.is::<TooSlow>())
    {
        TransportFailure::Timeout
    } else {
        TransportFailure::Broken
    }
}

fn handshake(error: Cause<'_>) -> Option<&rustls::Error> {
    chain(error).find_map(|cause| cause.downcast_ref())
}
