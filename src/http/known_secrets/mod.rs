//! The secrets that a process has come to know, hidden in whatever text repeats them.

mod forms;
mod layer;
mod store;
#[cfg(test)]
mod tests;

pub use layer::Remember;
pub use store::KnownSecrets;
