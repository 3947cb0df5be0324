//! The health check of the service.

use crate::Result;
use crate::api::Client;
use crate::api::connection::SERVICE;
use crate::http::{api_error, redact};
use http::StatusCode;
use serde_json::Value;

/// The health of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Health {
    /// Whether it serves requests.
    pub is_healthy: bool,
    /// The reasons that the service gives: `OK`, or the problems.
    pub reasons: Vec<String>,
    /// The URL of the health check.
    pub url: String,
}

/// The reasons in an answer, which is JSON or text.
fn reasons(body: &[u8]) -> Vec<String> {
    let reply = match crate::json::parse(body) {
        Ok(reply) => reply,
        Err(_) => return vec![String::from_utf8_lossy(body).trim().to_owned()],
    };
    // With detailed answers, each reason is an object (oslo.middleware).
    let text = |reason: &Value| match reason {
        Value::String(text) => text.clone(),
        Value::Object(reason) => {
            reason.get("reason").and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    };
    reply.get("reasons").and_then(Value::as_array).into_iter().flatten().map(text).collect()
}

impl Client {
    /// Checks the health of the service: `GET /healthcheck`, above all versions and without a token.
    ///
    /// # Errors
    /// Status 404 for a service without a health check, as before 2024.
    pub fn health(&self) -> Result<Health> {
        let mut url = self.session().endpoint(SERVICE)?;
        // The endpoint ends in the version and, perhaps, the project.
        let path = url.path().split("/v1.0").next().unwrap_or_default().trim_end_matches('/');
        let path = format!("{path}/healthcheck");
        url.set_path(&path);
        url.set_query(None);
        let response = self.session().get_without_token(&url)?;
        if !response.status().is_success() && response.status() != StatusCode::SERVICE_UNAVAILABLE {
            return Err(api_error(format!("GET {}", redact::url(url.as_str())), &response).into());
        }
        Ok(Health {
            is_healthy: response.status().is_success(),
            reasons: reasons(response.body()),
            url: redact::url(url.as_str()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::tests::fake::Fake;
    use serde_json::json;

    #[test]
    fn reasons_are_read_from_json_and_from_text() {
        assert_eq!(reasons(br#"{"detailed": false, "reasons": ["OK"]}"#), ["OK"]);
        let detailed =
            br#"{"reasons": [{"class": "DisableByFile", "reason": "DISABLED BY FILE"}]}"#;
        assert_eq!(reasons(detailed), ["DISABLED BY FILE"]);
        assert_eq!(reasons(b"OK\n"), ["OK"]);
    }

    #[test]
    fn an_unhealthy_service_is_no_error() {
        let fake = Fake::new(|line, _| match line {
            "GET http://trove/healthcheck" => (503, json!({"reasons": ["DISABLED BY FILE"]})),
            _ => (500, Value::Null),
        });
        let health = fake.client().health().unwrap();
        assert!(!health.is_healthy);
        assert_eq!(health.reasons, ["DISABLED BY FILE"]);
        let old = Fake::new(|_, _| crate::api::tests::fake::not_found());
        assert_eq!(old.client().health().unwrap_err().status(), Some(404));
    }
}
