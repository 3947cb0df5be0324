//! The client of the real network.

mod body;
mod failure;
mod http_client;
mod redirect;
#[cfg(test)]
mod tests;

pub use http_client::Client;
