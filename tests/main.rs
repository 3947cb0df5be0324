//! The whole of `trove`, from a command line to its output and to what the service was asked.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod backup;
mod datastore;
mod flavor;
mod harness;
mod instance;
mod log;
#[cfg(test)] // so that clippy takes its helpers for tests
mod process;
mod replay;
mod ssl;
mod volume;

/// What the tests of every noun use.
mod prelude {
    pub(crate) use crate::harness::Cloud;
    pub(crate) use serde_json::{Value, json};
}
