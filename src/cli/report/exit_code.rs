//! The exit status that an error means.

use crate::cli::report::cause::library_error;
use crate::{Error, ErrorKind};

/// The exit status of `trove` after this error.
pub(in crate::cli) fn of(error: &anyhow::Error) -> u8 {
    of_kind(library_error(error).map_or(ErrorKind::Failed, Error::kind))
}

/// The exit status of `trove` after an error of this class.
pub(in crate::cli) fn of_kind(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Failed => 1,
        ErrorKind::Usage => 2,
        ErrorKind::NotFound => 3,
        ErrorKind::Denied => 4,
        ErrorKind::Waited => 5,
        ErrorKind::Unreachable => 6,
    }
}
