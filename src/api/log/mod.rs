//! The logs of an instance: turning them on, publishing and reading them.

mod change;
mod model;
mod reader;
mod store;
#[cfg(test)]
mod tests;

pub use change::LogChange;
pub use model::Log;
pub use reader::{LogLines, LogReader};
