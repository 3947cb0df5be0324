//! From reqwest's errors to ours: was the request sent, and what was the cause.

use crate::http::handshake;
use crate::{TransportError, TransportKind};
use std::error::Error as StdError;
use std::io;
use std::path::Path;
use std::time::Duration;

type Cause<'a> = &'a (dyn StdError + 'static);

/// What it means that a request to `url` (redacted) failed with `error`. `cacert` is the file of
/// the CAs that are trusted in place of the system's.
pub(super) fn transport(
    url: &str,
    error: Cause<'_>,
    timeout: Duration,
    cacert: Option<&Path>,
) -> TransportError {
    let kind = kind(error);
    let (cause, tls) = match (kind, handshake(error)) {
        (TransportKind::Timeout, _) => (format!("nothing came for {timeout:?}"), None),
        (TransportKind::Tls, Some(error)) => handshake::describe(error, cacert),
        _ => (root_cause(error), None),
    };
    TransportError { tls, ..TransportError::new(url, kind, Some(cause.into())) }
}

/// The innermost cause, which is the one that says something.
pub(super) fn root_cause(error: Cause<'_>) -> String {
    chain(error).last().map_or_else(|| error.to_string(), |cause| cause.to_string())
}

fn kind(error: Cause<'_>) -> TransportKind {
    let reqwest = || chain(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>());
    let connecting = reqwest().any(reqwest::Error::is_connect);
    match handshake(error) {
        Some(_) if connecting => return TransportKind::Tls,
        // With TLS 1.3 a server refuses our certificate after the first bytes of the request.
        Some(rustls::Error::AlertReceived(_)) => return TransportKind::Tls,
        _ => {}
    }
    if connecting {
        TransportKind::Connect
    } else if reqwest().any(reqwest::Error::is_timeout) {
        TransportKind::Timeout
    } else {
        TransportKind::Broken
    }
}

fn handshake(error: Cause<'_>) -> Option<&rustls::Error> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

/// `error` and its causes. An [`io::Error`] hides the error it wraps: its source is the source of that one.
fn chain<'a>(error: Cause<'a>) -> impl Iterator<Item = Cause<'a>> {
    std::iter::successors(Some(error), |error| {
        let error: Cause<'a> = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as Cause<'a>),
            None => error.source(),
        }
    })
}
