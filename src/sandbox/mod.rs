//! A Keystone and a Trove of one's own: they run in this process and behave like the real ones.
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
//! One address serves all: Trove at `/`, Keystone at `/identity`, the object store of logs at `/swift`. A request goes
//! `router` → a noun's file (`instances`, `flavors`, …) → `store`. Nothing runs in the
//! background: what takes time is written down by `tasks` as a change that is due
//! later, and made before the next request is answered.

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
