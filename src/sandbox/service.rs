//! The sandbox itself: opens its state and answers requests.

use crate::http::{Request, Response, Transport};
use crate::sandbox::behavior::fault::{Faults, Injected};
use crate::sandbox::behavior::quirks::Quirks;
use crate::sandbox::http::call::{Call, Settings};
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::state::store::State;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{query, schedule, store};
use crate::sandbox::trove::{due, router};
use crate::sandbox::{keystone, swift};
use crate::{Clock, Error, Result, SystemClock, TransportError, TransportFailure};
use http::{HeaderValue, Method};
use rusqlite::{Connection, TransactionBehavior};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The options of a sandbox.
#[derive(Clone)]
pub struct Options {
    /// The place of the state.
    pub state: State,
    /// The clock. Changes are made only when it advances.
    pub clock: Arc<dyn Clock>,
    /// Whether to answer with the defects of the real server, too.
    pub faithful: bool,
    /// The speed of changes; at 1, an instance is built in 6 seconds.
    pub speed: f64,
    /// The lifetime of tokens.
    pub token_life: Duration,
    /// Faults to inject.
    pub faults: Faults,
}

impl Default for Options {
    /// State in memory, speed 1, no faults.
    fn default() -> Self {
        Self {
            state: State::Memory,
            clock: Arc::new(SystemClock),
            faithful: false,
            speed: 1.0,
            token_life: Duration::from_secs(3600),
            faults: Faults::default(),
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("state", &self.state)
            .field("faithful", &self.faithful)
            .field("speed", &self.speed)
            .finish_non_exhaustive()
    }
}

/// The numbers of resources in a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Instances that are not deleted.
    pub instances: u64,
    /// Backups that are not deleted.
    pub backups: u64,
    /// Configuration groups that are not deleted.
    pub configurations: u64,
    /// Changes that are scheduled.
    pub pending: u64,
}

/// A local Keystone and Trove.
pub struct Sandbox {
    db: Mutex<Connection>,
    state: State,
    clock: Arc<dyn Clock>,
    settings: Settings,
}

impl Sandbox {
    /// Opens the state, and creates it if it does not exist.
    ///
    /// # Errors
    /// If the file cannot be used or was made by another version of this program, or if
    /// [`Options::speed`] is not above zero.
    pub fn open(options: Options) -> Result<Self> {
        if options.speed.is_nan() || options.speed <= 0.0 {
            return Err(Error::invalid(format!("speed '{}' is not above zero", options.speed)));
        }
        Ok(Self {
            db: Mutex::new(store::open(&options.state)?),
            state: options.state,
            clock: options.clock,
            settings: Settings {
                quirks: Quirks(options.faithful),
                speed: options.speed,
                token_life: options.token_life,
                faults: options.faults.without_counts(),
            },
        })
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    /// Answers a request. The answer depends only on the state, the time and the request, except the ID
    /// of the request, which is unique; URLs in it
    /// have the host of the `Host` header, or else of the request's URL.
    ///
    /// If a fault breaks the connection, the answer is an empty 502.
    pub fn handle(&self, request: Request) -> Response {
        self.answer(&request).unwrap_or_else(|| Reply::empty(502).into_response())
    }

    /// Answers a request, unless a fault breaks the connection.
    pub(crate) fn answer(&self, request: &Request) -> Option<Response> {
        let faults = &self.settings.faults;
        if !faults.latency().is_zero() {
            self.clock.sleep(faults.latency());
        }
        let request_id = uuid::Uuid::new_v4().to_string();
        let is_trove = request.uri().path().starts_with("/v1.0");
        let injected = if is_trove { faults.inject() } else { None };
        let mut reply = match injected {
            None => self.reply(request, &request_id),
            Some(Injected::Close) => return None,
            Some(Injected::Status(status)) => {
                let refusal = Refusal::new(status, "This fault was injected.");
                refusal.into_reply(None, "", &request_id)
            }
        }
        .into_response();
        if request.method() == Method::HEAD {
            reply.body_mut().clear();
        }
        let is_keystone = request.uri().path().starts_with("/identity");
        if is_keystone {
            let vary = HeaderValue::from_static("X-Auth-Token");
            reply.headers_mut().insert("vary", vary);
        }
        // Trove's version discovery has no request IDs.
        if (is_trove || is_keystone)
            && let Ok(id) = HeaderValue::from_str(&format!("req-{request_id}"))
        {
            reply.headers_mut().insert("x-openstack-request-id", id);
        }
        Some(reply)
    }

    fn reply(&self, request: &Request, request_id: &str) -> Reply {
        let now = Timestamp::from(self.clock.now());
        let accept = request.headers().get("accept").and_then(|value| value.to_str().ok());
        match self.transact(request, now) {
            Ok(reply) => reply,
            Err((Refusal::Database(error), host)) => {
                let is_keystone = request.uri().path().starts_with("/identity");
                self.failure(&error, is_keystone).into_reply(accept, &host, request_id)
            }
            Err((refusal, host)) => refusal.into_reply(accept, &host, request_id),
        }
    }

    /// Serves a request in one transaction. As in the real server, a refusal undoes nothing: only a
    /// failure of the sandbox itself rolls back.
    fn transact(&self, request: &Request, now: Timestamp) -> Result<Reply, (Refusal, String)> {
        let mut db = self.lock();
        let failed = |error: rusqlite::Error| (Refusal::Database(error), String::new());
        let writes = request.method() != Method::GET && request.method() != Method::HEAD;
        let writes = writes || schedule::is_due(&db, now).map_err(failed)?;
        let behavior =
            if writes { TransactionBehavior::Immediate } else { TransactionBehavior::Deferred };
        let tx = db.transaction_with_behavior(behavior).map_err(failed)?;
        if writes {
            due::apply(&tx, now).map_err(failed)?;
        }
        let mut call = Call::new(&tx, now, &self.settings, request);
        let outcome = serve(&mut call);
        let host = std::mem::take(&mut call.host);
        drop(call);
        if !matches!(outcome, Err(Refusal::Database(_))) {
            tx.commit().map_err(failed)?;
        }
        outcome.map_err(|refusal| (refusal, host))
    }

    /// Deletes everything, and fills the sandbox as a new one.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn reset(&self) -> Result<()> {
        store::reset(&mut self.lock()).map_err(|error| self.state.error(error))
    }

    /// Resets a sandbox, whichever version of this program made it, and whatever is wrong with its file.
    ///
    /// # Errors
    /// If the file can be neither used nor replaced.
    pub fn recreate(state: &State) -> Result<()> {
        store::recreate(state)
    }

    /// Counts the resources.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let mut db = self.lock();
        let now = Timestamp::from(self.clock.now());
        let count = |db: &mut Connection| {
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            due::apply(&tx, now)?;
            let counts = Counts {
                instances: query::count(&tx, "instances WHERE NOT deleted")?,
                backups: query::count(&tx, "backups WHERE NOT deleted")?,
                configurations: query::count(&tx, "configurations WHERE NOT deleted")?,
                pending: query::count(&tx, "transitions")?,
            };
            tx.commit()?;
            Ok(counts)
        };
        count(&mut db).map_err(|error| self.state.error(error))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the answer to a request that failed because of the database.
    fn failure(&self, error: &rusqlite::Error, is_keystone: bool) -> Refusal {
        let why = if self.state.needs_reset(error) { "needs a reset" } else { "failed" };
        let text = format!("the sandbox {why}: {}: {error}", self.state);
        if is_keystone { Refusal::keystone(500, text) } else { Refusal::new(500, text) }
    }
}

/// Passes a request to the service that its path names.
fn serve(call: &mut Call<'_>) -> Outcome {
    let path = call.request.uri().path();
    match path.split('/').nth(1) {
        Some("identity") => keystone::serve(call, path.strip_prefix("/identity").unwrap_or(path)),
        Some("swift") => swift::serve(call, path.strip_prefix("/swift").unwrap_or(path)),
        _ => router::serve(call),
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Transport for Sandbox {
    fn send(&self, request: Request) -> Result<Response> {
        self.answer(&request).ok_or_else(|| {
            TransportError::new(request.uri().to_string(), TransportFailure::Broken, None).into()
        })
    }
}
