//! Tokens that are kept on disk.

mod key;
mod private;
mod seal;
mod store;
#[cfg(test)]
mod tests;

pub(super) use key::CacheKey;
pub use store::TokenCache;
