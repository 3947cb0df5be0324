//! Refusals of the server.

use http::StatusCode;

/// A refusal of the server, before the sandbox has seen the request: its status and its text.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) StatusCode, pub(super) &'static str);
