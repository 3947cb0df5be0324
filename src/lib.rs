//! A client of OpenStack's database service (Trove): the library under the `trove` command.

pub mod api;
pub mod auth;
#[cfg(feature = "cli")]
pub mod cli;
mod clock;
pub mod config;
mod error;
pub mod http;
pub mod output;
#[cfg(feature = "sandbox")]
pub mod sandbox;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::{ApiError, Error, Kind, Result, TransportError, TransportKind};
