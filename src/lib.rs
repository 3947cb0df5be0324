//! A client of OpenStack's database service (Trove): the library under the `trove` command.
//!
//! A [`Client`](api::Client) is one login to one cloud. Its collections fetch, list, find and wait
//! for resources:
//!
//! ```
//! # #[cfg(feature = "sandbox")] {
//! use troveclient::api::{Goal, NewInstance, NewVolume, Query, Wait};
//! # use std::sync::Arc;
//! # use troveclient::{ManualClock, sandbox::{Options, Sandbox, seed}};
//! # let clock = Arc::new(ManualClock::new(std::time::SystemTime::now()));
//! # let sandbox = Arc::new(Sandbox::open(Options { clock, ..Options::default() })?);
//! # let client = sandbox.client(&seed::DEMO)?;
//! // let client = troveclient::api::Client::from_env()?;
//! let new = NewInstance {
//!     name: "first".into(),
//!     flavor: Some(client.flavors().find("m1.small")?.id),
//!     volume: Some(NewVolume { size: 1, volume_type: None }),
//!     databases: vec!["app".into()],
//!     ..NewInstance::default()
//! };
//! let instance = client.instances().create(&new)?;
//!
//! // The service creates it later: wait for it.
//! let mut wait = Wait::default().on_progress(|seen| assert!(!seen.status.is_empty()));
//! client.instances().wait(&instance.id, &Goal::Ready, &mut wait)?;
//! assert!(client.instances().get(&instance.id)?.status.as_str() == "ACTIVE");
//!
//! // List one page, with the marker of the next; or walk all pages.
//! let page = client.instances().list(&Query::new().limit(10))?;
//! assert!(page.next.is_none());
//! for instance in client.instances().all(Query::new()) {
//!     assert_eq!(instance?.name, "first");
//! }
//!
//! client.instances().delete(&instance.id)?;
//! client.instances().wait(&instance.id, &Goal::Gone, &mut Wait::default())?;
//! # }
//! # Ok::<(), troveclient::Error>(())
//! ```
//!
//! All errors are of one type, [`Error`], by what a caller can do about them:
//!
//! ```
//! # #[cfg(feature = "sandbox")] {
//! # use std::sync::Arc;
//! # use troveclient::sandbox::{Options, Sandbox, seed};
//! # let client = Arc::new(Sandbox::open(Options::default())?).client(&seed::DEMO)?;
//! use troveclient::{Error, ErrorKind};
//!
//! match client.instances().find("nobody") {
//!     Err(Error::NotFound { noun, name }) => assert_eq!((noun, name.as_str()), ("instance", "nobody")),
//!     other => panic!("{other:?}"),
//! }
//! let error = client.instances().get("nobody").unwrap_err();
//! assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(404)));
//! # }
//! # Ok::<(), troveclient::Error>(())
//! ```
//!
//! The modules, from the ground up: [`json`] reads JSON objects, [`http`] is the seam to the network,
//! [`config`] finds the settings of a cloud, [`auth`] logs in, [`api`] is the database service,
//! `output` prints, `sandbox` is a local cloud for testing, and `cli` is the `trove` command.
//!
//! Features: `cli` is the `trove` command, `sandbox` the sandbox. Both are on by default; the library
//! alone needs neither.

#![forbid(unsafe_code)]

pub mod api;
pub mod auth;
#[cfg(feature = "cli")]
pub mod cli;
mod clock;
pub mod config;
mod error;
mod hazard;
pub mod http;
pub mod json;
#[cfg(feature = "cli")]
pub mod output;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod secret;
#[cfg(test)]
#[expect(dead_code, reason = "`tests/` uses the rest of it")]
mod testing;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::{
    ApiError, CloudNote, ConfigHint, Error, ErrorKind, Failure, Hint, ProjectMismatch, Result,
    Subject, TlsFailure, TransportError, TransportFailure, UnusedFile, UnusedReason,
};
pub use secret::{Secret, is_secret};
