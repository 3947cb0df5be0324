//! A service for tests: answers by a function, and records the requests.

use crate::api::Client;
use crate::config::{Settings, Source};
use crate::http::{Request, Response, Transport};
use crate::{ManualClock, Result};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// The endpoint of the fake service.
const ENDPOINT: &str = "http://trove/v1.0/p";

type Answer = dyn FnMut(&str, &Value) -> (u16, Value) + Send;

/// A service that answers by a function of `METHOD path?query` and the body.
#[derive(Clone)]
pub(super) struct Fake {
    answer: Arc<Mutex<Box<Answer>>>,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Fake {
    pub(super) fn new(answer: impl FnMut(&str, &Value) -> (u16, Value) + Send + 'static) -> Self {
        Self { answer: Arc::new(Mutex::new(Box::new(answer))), seen: Arc::default() }
    }

    /// A client that needs no login.
    pub(super) fn client(&self) -> Client {
        let settings = Settings::from_parts(
            None,
            [("auth_type", "none")],
            [("endpoint", ENDPOINT)],
            Source::Given,
        );
        let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH));
        Client::builder(settings).transport(Arc::new(self.clone())).clock(clock).build().unwrap()
    }

    /// The methods and paths of the requests so far.
    pub(super) fn asked(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|(line, _)| line.clone()).collect()
    }

    /// The bodies of the requests that had one.
    pub(super) fn bodies(&self) -> Vec<Value> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(_, body)| body.clone()).filter(|body| !body.is_null()).collect()
    }
}

impl Transport for Fake {
    fn send(&self, request: Request) -> Result<Response> {
        let url = request.uri().to_string();
        let path = url.strip_prefix(&format!("{ENDPOINT}/")).unwrap_or(&url);
        let line = format!("{} {path}", request.method());
        let body = serde_json::from_slice(request.body()).unwrap_or_default();
        let (status, reply) = (self.answer.lock().unwrap())(&line, &body);
        self.seen.lock().unwrap().push((line, body));
        let reply = if reply.is_null() { Vec::new() } else { reply.to_string().into_bytes() };
        Ok(http::Response::builder().status(status).body(reply).unwrap())
    }
}

/// The reply for a resource that does not exist.
pub(super) fn not_found() -> (u16, Value) {
    (
        404,
        serde_json::json!({"itemNotFound": {"code": 404, "message": "Resource cannot be found."}}),
    )
}
