//! A fake service: a function of the request.

use http::{Request, Response};
use serde_json::Value;
use std::sync::{Arc, Mutex};

type Answer = dyn Fn(&Request<Vec<u8>>) -> Response<Vec<u8>> + Send + Sync;

/// A service that answers by a function, and remembers the requests.
pub(crate) struct Fake {
    answer: Box<Answer>,
    requests: Mutex<Vec<Request<Vec<u8>>>>,
}

impl Fake {
    pub(crate) fn new(
        answer: impl Fn(&Request<Vec<u8>>) -> Response<Vec<u8>> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), requests: Mutex::default() })
    }

    /// A service that must get no request.
    pub(crate) fn unreachable() -> Arc<Self> {
        Self::new(|request| panic!("{} {} was sent", request.method(), request.uri()))
    }

    pub(crate) fn handle(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let response = (self.answer)(&request);
        self.requests.lock().unwrap().push(request);
        response
    }

    /// All requests so far.
    pub(crate) fn requests(&self) -> Vec<Request<Vec<u8>>> {
        self.requests.lock().unwrap().clone()
    }

    /// The method and path of each request so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        let shown =
            |request: &Request<Vec<u8>>| format!("{} {}", request.method(), request.uri().path());
        self.requests().iter().map(shown).collect()
    }
}

/// A response of this status, with a body in JSON; `null` means no body.
pub(crate) fn reply(status: u16, body: &Value) -> Response<Vec<u8>> {
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    Response::builder().status(status).body(body).unwrap()
}
