//! An error with advice that only the command that failed can give.

use crate::Error;
use std::fmt;

/// An error of the library, and what to type next; after an interrupt, all that is to be said.
#[derive(Debug)]
pub(in crate::cli) struct Advised {
    error: Error,
    advice: String,
}

impl Advised {
    pub(in crate::cli) fn new(error: Error, advice: String) -> Self {
        Self { error, advice }
    }

    /// The advice for an error, if there is one.
    pub(super) fn advice(error: &anyhow::Error) -> Option<String> {
        error.chain().find_map(|cause| cause.downcast_ref::<Self>()).map(|this| this.advice.clone())
    }
}

impl fmt::Display for Advised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Advised {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
