//! The layer that remembers the secrets of requests and answers.

use crate::Result;
use crate::http::known_secrets::KnownSecrets;
use crate::http::redact;
use crate::http::transport::{Request, Response, Transport};
use http::{HeaderMap, Method};

/// Remembers the secrets of the requests through it, and of the answers to those that change something.
#[derive(Debug, Clone)]
pub struct Remember<T> {
    inner: T,
    secrets: KnownSecrets,
}

impl<T> Remember<T> {
    /// Makes a transport that tells `secrets` what goes through `inner`.
    pub fn new(inner: T, secrets: KnownSecrets) -> Self {
        Self { inner, secrets }
    }

    fn note_headers(&self, headers: &HeaderMap) {
        for (name, value) in headers {
            if redact::is_secret_header(name)
                && let Ok(value) = value.to_str()
            {
                self.secrets.note(value);
                // Behind the scheme, as in `Basic`.
                if let Some((_, credential)) = value.split_once(' ') {
                    self.secrets.note(credential);
                }
            }
        }
    }
}

impl<T: Transport> Transport for Remember<T> {
    fn send(&self, request: Request) -> Result<Response> {
        self.note_headers(request.headers());
        self.secrets.note_body(request.body());
        // Lists are long, and have no secrets that are not in a field of their own.
        let changes = request.method() != Method::GET;
        let response = self.inner.send(request)?;
        if changes {
            self.note_headers(response.headers());
            self.secrets.note_body(response.body());
        }
        Ok(response)
    }
}
