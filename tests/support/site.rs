//! Servers on loopback, with one answer for each connection.

use crate::testing::server::{Act, Server, bytes};
use rustls::ServerConfig;
use std::sync::Arc;
use troveclient::http::Request;
use troveclient::sandbox::{Options, Sandbox, seed};

/// A server that answers one request for each connection.
pub(crate) struct Site(Server);

impl Site {
    /// Answers with the bytes that `answer` gives; none closes the connection.
    pub(crate) fn answering(answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self(Server::start(None, move |request: &Request| Act::Last(answer(request))))
    }

    /// Answers over TLS.
    pub(crate) fn with_tls(
        tls: ServerConfig,
        answer: impl Fn(&Request) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self(Server::start(Some(tls), move |request: &Request| Act::Last(answer(request))))
    }

    /// A cloud in which an instance is ready in milliseconds.
    pub(crate) fn cloud() -> Self {
        Self::of(Arc::new(sandbox(Options::default())))
    }

    /// A cloud with this sandbox.
    pub(crate) fn of(sandbox: Arc<Sandbox>) -> Self {
        Self::answering(move |request| bytes(&sandbox.handle(request.clone())))
    }

    /// A cloud over TLS, whose addresses begin with https.
    pub(crate) fn cloud_with_tls(tls: ServerConfig) -> Self {
        let cloud = sandbox(Options::default());
        Self::with_tls(tls, move |request| {
            let mut response = cloud.handle(request.clone());
            let secured = String::from_utf8_lossy(response.body()).replace("http:", "https:");
            *response.body_mut() = secured.into_bytes();
            response.headers_mut().remove("content-length");
            bytes(&response)
        })
    }

    pub(crate) fn url(&self) -> String {
        self.0.url("")
    }

    pub(crate) fn auth_url(&self) -> String {
        format!("{}{}", self.url(), seed::AUTH_PATH)
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Request> {
        self.0.requests()
    }

    /// The number of logins.
    pub(crate) fn logins(&self) -> usize {
        self.asked().iter().filter(|request| is_login(request)).count()
    }

    /// The number of requests that change something, without logins.
    pub(crate) fn changes(&self) -> usize {
        let changes = |request: &&Request| request.method() != "GET" && !is_login(request);
        self.asked().iter().filter(changes).count()
    }

    /// The token of the last request.
    pub(crate) fn token(&self) -> String {
        let asked = self.asked();
        let token = asked.iter().rev().find_map(|request| request.headers().get("x-auth-token"));
        token.unwrap().to_str().unwrap().to_owned()
    }
}

/// A sandbox in which an instance is ready in milliseconds.
pub(crate) fn sandbox(options: Options) -> Sandbox {
    Sandbox::open(Options { speed: 1000.0, ..options }).unwrap()
}

pub(crate) fn is_login(request: &Request) -> bool {
    request.method() == "POST" && request.uri().path().ends_with("/auth/tokens")
}

/// A response with this status, content type and body.
pub(crate) fn page(status: u16, kind: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let response = http::Response::builder().status(status).header("content-type", kind);
    bytes(&response.body(body.as_ref().to_vec()).unwrap())
}

/// A response in JSON.
pub(crate) fn json(status: u16, body: &serde_json::Value) -> Vec<u8> {
    page(status, "application/json", body.to_string())
}
