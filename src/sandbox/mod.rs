//! A local Keystone and Trove for testing: they run in this process and behave like the real ones.
//!
//! ```
//! use troveclient::http::Transport;
//! use troveclient::sandbox::{Options, Sandbox, seed};
//!
//! let sandbox = Sandbox::open(Options::default())?;
//! let login = serde_json::json!({"auth": {"identity": {
//!     "methods": ["password"],
//!     "password": {"user": {"id": seed::DEMO.user_id, "password": seed::DEMO.password}},
//! }}});
//! let request = http::Request::post("http://sandbox/identity/v3/auth/tokens")
//!     .header("content-type", "application/json")
//!     .body(login.to_string().into_bytes())
//!     .unwrap();
//! assert_eq!(sandbox.send(request)?.status(), 201);
//! # Ok::<(), troveclient::Error>(())
//! ```
//!
//! One address serves all: Trove at `/`, Keystone at `/identity`, the object store of logs at
//! `/swift`. The layers, from the ground up:
//!
//! - `state`: the database, what it holds at first, and the schedule of changes
//! - `behavior`: defects of the real server, and faults on request
//! - `http`: requests, answers, routes, pages, and the check of bodies
//! - `keystone`, `swift`, `trove`: the services. `trove/model` is what Trove keeps, the folders
//!   beside it answer requests, `trove/router.rs` lists all routes
//! - `service`: the [`Sandbox`]; `server` and `client`: the two ways to reach it
//!
//! Nothing runs in the background: what takes time is scheduled as a change, which is made before
//! the next request is answered.

mod behavior;
mod client;
mod http;
mod keystone;
mod server;
mod service;
mod state;
mod swift;
mod trove;

pub use behavior::fault::Faults;
pub use server::Server;
pub use service::{Counts, Options, Sandbox};
pub use state::seed;
pub use state::store::State;

#[cfg(test)]
mod tests;
