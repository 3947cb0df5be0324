//! The JSON of a successful answer.

use crate::http::body::html::{html_text, is_html};
use crate::http::body::text::{LOOK, one_line};
use crate::http::transport::Response;
use crate::json::Defect;
use crate::{Error, Result, json};
use serde_json::Value;

/// Reads the JSON of a successful answer; an empty body, which Trove's 202 has, is null.
///
/// # Errors
/// [`Error::Decode`] for a body that is not JSON, with its beginning, or that has too many values.
pub fn decode_json(request: impl Into<String>, response: &Response) -> Result<Value> {
    let body = response.body();
    if body.trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    json::parse(body).map_err(|defect| {
        let source = match defect {
            Defect::Syntax(source) => source,
            Defect::TooLarge(detail) => {
                return Error::Decode { request: request.into(), detail, source: None };
            }
        };
        let text = String::from_utf8_lossy(body.get(..LOOK).unwrap_or(body));
        let what = if source.is_eof() {
            "it ends in the middle"
        } else if std::str::from_utf8(body).is_err() {
            "it is not UTF-8"
        } else {
            "it is not JSON"
        };
        let is_html = is_html(&text);
        let beginning = one_line(&if is_html { html_text(&text) } else { text.into_owned() }, 80);
        let page = if is_html { "an HTML page " } else { "" };
        Error::Decode {
            request: request.into(),
            detail: format!("{what}: {page}'{beginning}'"),
            source: Some(source),
        }
    })
}
