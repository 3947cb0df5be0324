//! The message of an error, from the body of its answer.

use crate::http::body::html::{html_text, is_html};
use crate::http::body::text::{LONGEST, LOOK, one_line};
use crate::http::retry::retry_after;
use crate::http::transport::Response;
use crate::{ApiError, json};
use http::header::CONTENT_TYPE;
use serde_json::Value;
use std::time::SystemTime;

/// Turns an error `response` to `request` (method and URL) into an error.
#[must_use]
pub fn api_error(request: impl Into<String>, response: &Response) -> ApiError {
    let status = response.status();
    let Fault { name, message } = Fault::read(response);
    let message = match one_line(&message, LONGEST) {
        empty if empty.is_empty() => status.canonical_reason().unwrap_or("unknown error").into(),
        message => message,
    };
    let mut error = ApiError::new(status.as_u16(), message, request);
    error.name = name;
    error.request_id = header(response, "x-openstack-request-id")
        .or_else(|| header(response, "x-compute-request-id"));
    error.retry_after = retry_after(response, SystemTime::now()).map(|wait| wait.as_secs());
    error
}

/// The name and the message of an error body.
#[derive(Default)]
struct Fault {
    name: Option<String>,
    message: String,
}

impl Fault {
    fn read(response: &Response) -> Self {
        let body = response.body();
        let body = body.get(..LOOK).unwrap_or(body);
        if let Ok(value) = json::parse(body) {
            return Self::in_json(&value);
        }
        let text = String::from_utf8_lossy(body);
        let typed = header(response, CONTENT_TYPE.as_str()).unwrap_or_default();
        // Without a token Trove sends plain text typed as HTML (keystonemiddleware).
        let is_page = is_html(&text) || (typed.starts_with("text/html") && text.contains('<'));
        Self { name: None, message: if is_page { html_text(&text) } else { text.into_owned() } }
    }

    fn in_json(value: &Value) -> Self {
        match value {
            Value::String(text) => Self { name: None, message: markup_free(text) },
            Value::Object(members) if members.is_empty() => Self::default(),
            Value::Object(members) => {
                if let Some(message) = message_of(value) {
                    return Self { name: None, message };
                }
                // RFC 6749, as OpenID providers answer.
                if let Some(Value::String(text)) = members.get("error_description") {
                    let name = members.get("error").and_then(Value::as_str).map(str::to_owned);
                    return Self { name, message: text.clone() };
                }
                let named = members.iter().find_map(|(name, fault)| {
                    let message = message_of(fault).or_else(|| fault.as_str().map(markup_free))?;
                    Some(Self { name: Some(name.clone()), message })
                });
                named.unwrap_or_else(|| Self { name: None, message: value.to_string() })
            }
            Value::Null => Self::default(),
            other => Self { name: None, message: other.to_string() },
        }
    }
}

/// Takes `message` or else `title` from an object, with the `details` of a rate limit.
fn message_of(fault: &Value) -> Option<String> {
    let text = |key| fault.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let message = markup_free(text("message").or_else(|| text("title"))?);
    match text("details") {
        Some(details) if fault.get("retryAfter").is_some() => Some(format!("{message} {details}")),
        _ => Some(message),
    }
}

/// Removes the `<br />` with which webob joins the lines of a JSON error. Other angle brackets may be
/// the user's.
fn markup_free(text: &str) -> String {
    ["<br />", "<br/>", "<br>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, " "))
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}
