//! Replies: the answers of all services.

use crate::http::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;

/// An answer, before it gets the headers that all answers have.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Reply {
    /// Answers with a document.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type", "application/json".into())],
            body: body.to_string(),
        }
    }

    /// Answers 200 with a document.
    pub(crate) fn ok(body: &Value) -> Self {
        Self::json(200, body)
    }

    /// Answers 202 as Trove does, when a change begins.
    pub(crate) fn accepted() -> Self {
        Self::empty_json(202)
    }

    /// Answers without a body, but with the type of one, as Trove does (docs/server-behaviour.md 8).
    pub(crate) fn empty_json(status: u16) -> Self {
        Self::text(status, "application/json", "")
    }

    /// Answers with a text.
    pub(crate) fn text(status: u16, content_type: &str, body: impl Into<String>) -> Self {
        Self { status, headers: vec![("content-type", content_type.into())], body: body.into() }
    }

    /// Answers without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// Adds a header.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Makes an HTTP response of the reply.
    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(self.body.into_bytes());
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        let length = response.body().len();
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_has_a_type_and_no_body() {
        let response = Reply::accepted().into_response();
        assert_eq!(response.headers()["content-type"], "application/json");
        assert_eq!(response.headers()["content-length"], "0");
    }
}
