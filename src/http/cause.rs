//! The causes behind an error of the HTTP library.

use std::error::Error as StdError;
use std::io;

pub(super) type Cause<'a> = &'a (dyn StdError + 'static);

/// The innermost cause, which is the most specific one.
pub(super) fn root_cause(error: Cause<'_>) -> String {
    chain(error).last().map_or_else(|| error.to_string(), |cause| cause.to_string())
}

/// Walks `error` and its causes. An [`io::Error`] hides the error that it wraps: its source is the
/// source of that error.
pub(super) fn chain<'a>(error: Cause<'a>) -> impl Iterator<Item = Cause<'a>> {
    std::iter::successors(Some(error), |error| {
        let error: Cause<'a> = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as Cause<'a>),
            None => error.source(),
        }
    })
}
