//! The exit status that an error means.

use crate::cli::report::cause::library_error;
use crate::{Error, Kind};

/// The exit status of `trove` after this error.
pub(in crate::cli) fn of(error: &anyhow::Error) -> u8 {
    of_kind(library_error(error).map_or(Kind::Failed, Error::kind))
}

/// The exit status of `trove` after an error of this class.
pub(in crate::cli) fn of_kind(kind: Kind) -> u8 {
    match kind {
        Kind::Failed => 1,
        Kind::Usage => 2,
        Kind::NotFound => 3,
        Kind::Denied => 4,
        Kind::Waited => 5,
        Kind::Unreachable => 6,
    }
}
