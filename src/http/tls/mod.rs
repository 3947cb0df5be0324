//! TLS: which servers are trusted, and which certificate is shown to them.

mod configure;
mod failure;
mod files;
#[cfg(test)]
mod tests;

pub(super) use configure::configure;
pub(super) use failure::describe;
#[cfg(feature = "cli")]
pub(super) use files::{own, trusted};
