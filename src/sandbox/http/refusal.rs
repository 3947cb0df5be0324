//! Refusals: the several forms in which the services answer with an error.

use crate::sandbox::behavior::fault::RateLimited;
use crate::sandbox::http::reply::Reply;
use http::StatusCode;
use serde_json::json;

/// The outcome of a handler.
pub(crate) type Outcome = Result<Reply, Refusal>;

/// An answer that refuses a request.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Trove's usual form.
    Trove { status: u16, message: String },
    /// A page of the web framework below Trove, whose form depends on the `Accept` header.
    Page { status: u16, explanation: String, detail: String },
    /// A crash of Trove, with an exception that it does not expect.
    Crash,
    /// Keystone's form.
    Keystone { status: u16, message: String },
    /// Any other form.
    Reply(Reply),
    /// A failure of the sandbox itself, which rolls the request back.
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

const UNAUTHENTICATED: &str = "The request you have made requires authentication.";

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self::Trove { status, message: message.into() }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(403, message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    /// 404 in the form that most resources use.
    pub(crate) fn resource_not_found(id: &str) -> Self {
        Self::not_found(format!("Resource {id} cannot be found."))
    }

    pub(crate) fn over_limit(message: impl Into<String>) -> Self {
        Self::new(413, message)
    }

    pub(crate) fn unprocessable(message: impl Into<String>) -> Self {
        Self::new(422, message)
    }

    /// 501 for an operation that members of clusters do not support.
    pub(crate) fn cluster_member() -> Self {
        Self::new(501, "Operation not supported for instances that are part of a cluster.")
    }

    /// 401 (not 403) for operations of administrators (trove/common/wsgi.py, `exception_map`).
    pub(crate) fn not_admin() -> Self {
        Self::new(401, "User does not have admin privileges.")
    }

    pub(crate) fn route_not_found() -> Self {
        Self::not_found("The resource could not be found.")
    }

    pub(crate) fn keystone(status: u16, message: impl Into<String>) -> Self {
        Self::Keystone { status, message: message.into() }
    }

    /// Keystone's 401 for every login that fails.
    pub(crate) fn unauthenticated() -> Self {
        Self::keystone(401, UNAUTHENTICATED)
    }

    /// Trove's 401 for a missing, expired or revoked token, which Keystone's middleware sends.
    pub(crate) fn invalid_token(host: &str) -> Self {
        let body = json!({
            "error": {"code": 401, "title": "Unauthorized", "message": UNAUTHENTICATED}
        });
        let challenge = format!("Keystone uri=\"http://{host}/identity\"");
        Self::Reply(Reply::json(401, &body).with("www-authenticate", challenge))
    }

    /// 413 for a request that came too fast (trove/common/limits.py).
    pub(crate) fn rate_limited(method: &str, limited: &RateLimited) -> Self {
        let RateLimited { rate, seconds } = limited;
        let body = json!({"overLimit": {
            "code": 413,
            "message": "This request was rate-limited.",
            "details": format!("Only {rate} {method} request(s) can be made to * every minute."),
            "retryAfter": seconds,
        }});
        Self::Reply(Reply::json(413, &body).with("retry-after", seconds))
    }

    /// Puts a prefix before Trove's message.
    pub(crate) fn with_prefix(self, words: &str) -> Self {
        match self {
            Self::Trove { status, message } => {
                Self::Trove { status, message: format!("{words}{message}") }
            }
            other => other,
        }
    }

    /// Returns the message, which Trove also records as the instance's fault.
    pub(crate) fn message(&self) -> Option<&str> {
        match self {
            Self::Trove { message, .. } | Self::Keystone { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Makes a reply of the refusal. `accept` is the header of the request.
    pub(crate) fn into_reply(self, accept: Option<&str>, host: &str, request_id: &str) -> Reply {
        match self {
            Self::Trove { status, message } => named(status, name(status), &message),
            Self::Page { status, explanation, detail } => {
                page(status, &explanation, &detail, accept)
            }
            Self::Crash => named(500, "instanceFault", &crash(request_id)),
            Self::Keystone { status, message } => keystone(status, &message, host),
            Self::Reply(reply) => reply,
            Self::Database(error) => named(500, "instanceFault", &error.to_string()),
        }
    }
}

fn crash(request_id: &str) -> String {
    format!(
        "Internal Server Error. Please keep this ID to help us figure out what went wrong: ({request_id})."
    )
}

fn named(status: u16, name: &str, message: &str) -> Reply {
    Reply::json(status, &json!({name: {"code": status, "message": message}}))
}

/// trove/common/wsgi.py, `_get_error_name`.
fn name(status: u16) -> &'static str {
    match status {
        400 => "badRequest",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "itemNotFound",
        406 => "notAcceptable",
        409 => "conflict",
        413 => "overLimit",
        415 => "badMediaType",
        422 => "unprocessableEntity",
        501 => "notImplemented",
        503 => "serviceUnavailable",
        502 | 504.. => "serverError",
        _ => "instanceFault",
    }
}

fn title(status: u16) -> &'static str {
    StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error")
}

fn page(status: u16, explanation: &str, detail: &str, accept: Option<&str>) -> Reply {
    let title = title(status);
    let text = match status {
        415 => format!("{explanation}\n<br /><br />\n"),
        _ => format!("{explanation}<br /><br />\n{detail}\n\n"),
    };
    match accept {
        Some(accept) if accept.contains("html") || accept.contains("*/*") => Reply::text(
            status,
            "text/html; charset=UTF-8",
            format!(
                "<html>\n <head>\n  <title>{status} {title}</title>\n </head>\n <body>\n  \
                 <h1>{status} {title}</h1>\n  {text}\n </body>\n</html>"
            ),
        ),
        Some(accept) if accept.contains("json") || accept.contains("application/*") => Reply::json(
            status,
            &json!({"message": text, "code": format!("{status} {title}"), "title": title}),
        ),
        // Trove replaces the plain text of the framework (trove/common/wsgi.py, FaultWrapper).
        _ => named(status, name(status), explanation_alone(status, explanation)),
    }
}

fn explanation_alone(status: u16, explanation: &str) -> &str {
    if status == 400 {
        return "The server could not comply with the request since it is either malformed or otherwise incorrect.";
    }
    explanation
}

fn keystone(status: u16, message: &str, host: &str) -> Reply {
    let body = json!({"error": {"code": status, "message": message, "title": title(status)}});
    let reply = Reply::json(status, &body);
    if status == 401 {
        return reply
            .with("www-authenticate", format!("Keystone uri=\"http://{host}/identity/v3\""));
    }
    reply
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn denied(accept: Option<&str>) -> Reply {
        let refusal = Refusal::Page {
            status: 403,
            explanation: "Access was denied to this resource.".into(),
            detail: "User with tenant id p cannot access this resource.".into(),
        };
        refusal.into_reply(accept, "host", "id")
    }

    #[test]
    fn pages_follow_the_accept_header() {
        let json = denied(Some("application/json"));
        let body: Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(body["code"], "403 Forbidden");
        assert_eq!(
            body["message"],
            "Access was denied to this resource.<br /><br />\nUser with tenant id p cannot access this resource.\n\n"
        );
        assert!(denied(Some("*/*")).body.starts_with("<html>"));
        let plain: Value = serde_json::from_str(&denied(None).body).unwrap();
        assert_eq!(plain["forbidden"]["message"], "Access was denied to this resource.");
    }
}
