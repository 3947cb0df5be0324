//! Sends requests again: which ones, when, and how often.

mod layer;
mod outcome;
mod policy;
mod retry_after;
#[cfg(test)]
mod tests;

pub use layer::Retry;
pub use policy::RetryPolicy;
pub use retry_after::retry_after;
