//! The `trove` command.

mod batch;
#[cfg(feature = "sandbox")]
mod builtin_cloud;
mod commands;
mod connect;
mod context;
mod creation;
mod deletion;
mod entry;
mod environment;
mod global_options;
mod interrupt;
mod legacy;
mod logger;
mod paging;
mod pairs;
mod progress;
mod prompt;
mod report;
mod restart_required;
mod run;
mod stderr;
mod wait_option;
mod whole_file;

pub use entry::{main, run};
pub use environment::{Environment, Terminals};
