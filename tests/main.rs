//! The whole of `trove`, from a command line to its output and to what the service was asked.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod auth;
mod backup;
mod cluster;
mod config;
mod configuration;
mod confirm;
mod datastore;
mod db;
mod debug;
mod flavor;
mod harness;
mod health;
mod instance;
mod legacy;
mod limit;
mod log;
mod mgmt;
mod mgmt_parameter;
mod module;
#[cfg(test)] // so that clippy takes its helpers for tests
mod process;
mod quota;
mod replay;
mod root;
mod rules;
mod ssl;
#[cfg(test)]
mod tree;
mod user;
mod volume;

/// What the tests of every noun use.
mod prelude {
    pub(crate) use crate::harness::Cloud;
    pub(crate) use serde_json::{Value, json};
}
