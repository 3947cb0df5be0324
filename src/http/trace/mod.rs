//! Logs requests as command lines, and answers, and how long each took.

mod curl;
mod layer;
#[cfg(test)]
mod tests;
mod timing;
mod visible;

pub use layer::Trace;
pub use timing::{Timing, Timings};
