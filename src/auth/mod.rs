//! Logging in to a cloud: the token and the endpoints that Keystone gives.

mod cache;
mod catalog;
mod discovery;
mod headers;
mod keystone;
mod login;
mod methods;
mod outage;
mod prompter;
mod receipt;
mod session;
mod template;
#[cfg(test)]
mod tests;
mod token;
mod types;

pub use cache::TokenCache;
pub use catalog::RegionChoice;
#[cfg(feature = "cli")]
pub(crate) use discovery::versions;
pub(crate) use outage::RATE_LIMIT;
pub use prompter::{NoPrompter, Prompter};
pub use session::Session;
pub use token::{MARGIN, Token};
