//! The transport over the real network: a client, traced and repeated.

use crate::Clock;
use crate::http::client::Client;
use crate::http::options::ClientOptions;
use crate::http::retry::{Retry, RetryPolicy};
use crate::http::trace::{Timings, Trace};
use crate::http::transport::Transport;
use std::sync::Arc;

/// Makes a transport over the real network: each attempt is traced and timed, and requests are
/// repeated as `policy` says.
#[must_use]
pub fn network(
    options: ClientOptions,
    policy: RetryPolicy,
    clock: Arc<dyn Clock>,
    timings: Timings,
) -> Arc<dyn Transport> {
    let trace = Trace::new(Client::new(options.clone()), options, timings);
    Arc::new(Retry::new(trace, policy, clock))
}
