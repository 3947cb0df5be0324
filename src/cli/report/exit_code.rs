//! The exit codes of errors.

use crate::cli::report::cause::library_error;
use crate::{Error, ErrorKind};

/// Returns the exit code for an error.
pub(in crate::cli) fn of(error: &anyhow::Error) -> u8 {
    of_kind(library_error(error).map_or(ErrorKind::Failed, Error::kind))
}

/// Returns the exit code for an error of this kind.
pub(in crate::cli) fn of_kind(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Failed => 1,
        ErrorKind::Usage => 2,
        ErrorKind::NotFound => 3,
        ErrorKind::Denied => 4,
        ErrorKind::Waited => 5,
        ErrorKind::Unreachable => 6,
        ErrorKind::Canceled => 130,
    }
}
