//! A fake database service, and a client of it.

use crate::ManualClock;
use crate::api::Client;
use crate::config::{Settings, Source};
use crate::http::Request;
use crate::testing::fake as testing;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// The address of the service.
const ENDPOINT: &str = "http://trove/v1.0/p";

/// A service that answers by a function of `METHOD path?query` and the body, and remembers the requests.
pub(in crate::api) struct Fake(Arc<testing::Fake>);

impl Fake {
    pub(in crate::api) fn new(
        answer: impl FnMut(&str, &Value) -> (u16, Value) + Send + 'static,
    ) -> Self {
        let answer = Mutex::new(answer);
        Self(testing::Fake::new(move |request| {
            let (status, body) = (answer.lock().unwrap())(&line(request), &body(request));
            testing::reply(status, &body)
        }))
    }

    /// A client that needs no login.
    pub(in crate::api) fn client(&self) -> Client {
        let settings = Settings::from_parts(
            None,
            [("auth_type", "none")],
            [("endpoint", ENDPOINT)],
            Source::Given,
        );
        let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH));
        Client::builder(settings).transport(self.0.clone()).clock(clock).build().unwrap()
    }

    /// The method and path of each request so far.
    pub(in crate::api) fn asked(&self) -> Vec<String> {
        self.0.requests().iter().map(line).collect()
    }

    /// The bodies of the requests that had one.
    pub(in crate::api) fn bodies(&self) -> Vec<Value> {
        self.0.requests().iter().map(body).filter(|body| !body.is_null()).collect()
    }
}

fn line(request: &Request) -> String {
    let url = request.uri().to_string();
    let path = url.strip_prefix(&format!("{ENDPOINT}/")).unwrap_or(&url);
    format!("{} {path}", request.method())
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(request.body()).unwrap_or_default()
}

/// The response to a request for something unknown.
pub(in crate::api) fn not_found() -> (u16, Value) {
    (
        404,
        serde_json::json!({"itemNotFound": {"code": 404, "message": "Resource cannot be found."}}),
    )
}
