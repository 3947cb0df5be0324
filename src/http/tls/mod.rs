//! TLS: which servers are trusted, and which certificate is shown to them.

mod certificate;
mod configure;
mod der;
mod failure;
mod files;
mod listed;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod trust_tests;

pub(super) use configure::configure;
pub(super) use failure::describe;
#[cfg(feature = "cli")]
pub(super) use failure::plain;
#[cfg(feature = "cli")]
pub(super) use files::{own, trusted};
#[cfg(feature = "cli")]
pub(super) use listed::ListedCas;
