//! From reqwest's errors to ours: was the request sent, and what was the cause.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use crate::{TransportError, TransportKind};

type Cause<'a> = &'a (dyn StdError + 'static);

/// What it means that a request to `url` (redacted) failed with `error`.
pub(super) fn transport(url: &str, error: Cause<'_>, timeout: Duration) -> TransportError {
    let kind = kind(error);
    let cause = match kind {
        TransportKind::Timeout => format!("nothing came for {timeout:?}"),
        _ => root_cause(error),
    };
    TransportError::new(url, kind, Some(cause.into()))
}

/// The innermost cause, which is the one that says something.
pub(super) fn root_cause(error: Cause<'_>) -> String {
    chain(error).last().map_or_else(|| error.to_string(), |cause| cause.to_string())
}

fn kind(error: Cause<'_>) -> TransportKind {
    let reqwest = || chain(error).filter_map(|cause| cause.downcast_ref::<reqwest::Error>());
    let tls = chain(error).find_map(|cause| cause.downcast_ref::<rustls::Error>());
    let connecting = reqwest().any(reqwest::Error::is_connect);
    match tls {
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
