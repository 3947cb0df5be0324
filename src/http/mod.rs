//! The seam between the crate and the network, and what lies behind it.

mod body;
mod cause;
mod client;
mod known_secrets;
mod network;
mod options;
#[cfg(feature = "cli")]
pub(crate) mod probe;
mod proxy;
pub mod redact;
mod retry;
mod server_url;
#[cfg(test)]
mod tests;
mod tls;
mod trace;
mod transport;

pub use body::{api_error, decode_json};
pub use client::Client;
pub use known_secrets::{KnownSecrets, Remember};
pub use network::network;
pub use options::ClientOptions;
pub use proxy::Proxies;
pub use retry::{Retry, RetryPolicy, retry_after};
pub(crate) use server_url::{is_loopback, server_url};
pub use trace::{Timing, Timings, Trace};
pub(crate) use transport::WithoutQuotas;
pub use transport::{Request, Response, Transport, request_line};
