//! A client of OpenStack's database service (Trove): the library under the `trove` command.
//!
//! A [`Client`](api::Client) is one login to one cloud. Its collections fetch, list, find and wait:
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
//!     volume: Some(NewVolume { size: 1, kind: None }),
//!     databases: vec!["app".into()],
//!     ..NewInstance::default()
//! };
//! let instance = client.instances().create(&new)?;
//!
//! // What it becomes is not in the reply: wait, and be told.
//! let mut wait = Wait::default().on_progress(|seen| assert!(!seen.status.is_empty()));
//! client.instances().wait(&instance.id, &Goal::Ready, &mut wait)?;
//! assert!(client.instances().get(&instance.id)?.status.as_str() == "ACTIVE");
//!
//! // One page, with the marker of the next; or all of them, page by page as they are asked for.
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
//! Errors are of one type, by what can be done about them:
//!
//! ```
//! # #[cfg(feature = "sandbox")] {
//! # use std::sync::Arc;
//! # use troveclient::sandbox::{Options, Sandbox, seed};
//! # let client = Arc::new(Sandbox::open(Options::default())?).client(&seed::DEMO)?;
//! use troveclient::{Error, Kind};
//!
//! match client.instances().find("nobody") {
//!     Err(Error::NotFound { noun, name }) => assert_eq!((noun, name.as_str()), ("instance", "nobody")),
//!     other => panic!("{other:?}"),
//! }
//! let error = client.instances().get("nobody").unwrap_err();
//! assert_eq!((error.kind(), error.status()), (Kind::NotFound, Some(404)));
//! # }
//! # Ok::<(), troveclient::Error>(())
//! ```
//!
//! From the inside out: [`http`] is the seam to the network, [`config`] finds out which cloud is
//! meant, [`auth`] logs in to it, [`api`] is the service, `cli` the command, `output` what it prints, and
//! `sandbox` a cloud of one's own to try all that on.
//!
//! Features: `cli` is the `trove` command, `sandbox` the sandbox; both are on by default, and the library
//! alone needs neither.

pub mod api;
pub mod auth;
#[cfg(feature = "cli")]
pub mod cli;
mod clock;
pub mod config;
mod error;
pub mod http;
pub mod json;
pub mod output;
#[cfg(feature = "sandbox")]
pub mod sandbox;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::{
    ApiError, Error, Failure, Hint, Kind, Result, Subject, TlsFailure, TransportError,
    TransportKind,
};
