//! What a service says in an answer: the message of an error, the JSON of a success.

use crate::http::{Response, retry_after};
use crate::{ApiError, Error, Result};
use http::header::CONTENT_TYPE;
use serde_json::Value;
use std::time::SystemTime;

/// How much of a body is looked at for a message, in bytes.
const LOOK: usize = 64 << 10;
/// The longest message, in characters.
const LONGEST: usize = 500;

/// The error that `response` to `request` (method and URL) stands for.
#[must_use]
pub fn api_error(request: impl Into<String>, response: &Response) -> ApiError {
    let status = response.status();
    let Said { name, message } = Said::by(response);
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

/// The JSON of a successful answer; an empty body, which Trove's 202 has, is null.
///
/// # Errors
/// [`Error::Decode`] when it is no JSON, with the beginning of what it is.
pub fn decode_json(request: impl Into<String>, response: &Response) -> Result<Value> {
    let body = response.body();
    if body.trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|source| {
        let text = String::from_utf8_lossy(body.get(..LOOK).unwrap_or(body));
        let what = if source.is_eof() {
            "it ends in the middle"
        } else if std::str::from_utf8(body).is_err() {
            "it is not UTF-8"
        } else {
            "it is no JSON"
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

/// The words of an error body.
#[derive(Default)]
struct Said {
    name: Option<String>,
    message: String,
}

impl Said {
    fn by(response: &Response) -> Self {
        let body = response.body();
        let body = body.get(..LOOK).unwrap_or(body);
        if let Ok(value) = serde_json::from_slice(body) {
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

/// `message`, else `title`, of an object; the rate limit's `details` say what the limit is.
fn message_of(fault: &Value) -> Option<String> {
    let text = |key| fault.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let message = markup_free(text("message").or_else(|| text("title"))?);
    match text("details") {
        Some(details) if fault.get("retryAfter").is_some() => Some(format!("{message} {details}")),
        _ => Some(message),
    }
}

/// webob joins the lines of a JSON error with `<br />`. Other angle brackets may be the user's.
fn markup_free(text: &str) -> String {
    ["<br />", "<br/>", "<br>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, " "))
}

fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(14).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<html") || start.starts_with("<!doctype html")
}

/// What a page says: its title, and the text below when that adds to it.
fn html_text(page: &str) -> String {
    let title = one_line(&unescape(&tag_free(element(page, "title").unwrap_or_default())), LONGEST);
    let body = element(page, "body").unwrap_or(page);
    let body = one_line(&unescape(&tag_free(body)), LONGEST);
    match (title.is_empty(), body.is_empty()) {
        (false, true) => title,
        (true, _) => body,
        (false, false) if body.starts_with(&title) => body,
        (false, false) => format!("{title}: {body}"),
    }
}

/// What stands between the first `<name …>` and its end, or the end of the page.
fn element<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    // ASCII lower case keeps every offset.
    let lower = page.to_ascii_lowercase();
    let start = lower.find(&format!("<{name}"))?;
    let start = start + lower.get(start..)?.find('>')? + 1;
    let rest = lower.get(start..)?;
    page.get(start..start + rest.find(&format!("</{name}")).unwrap_or(rest.len()))
}

/// `text` with each tag, comment, script and style turned into a space.
fn tag_free(text: &str) -> String {
    let mut clean = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        clean.push_str(before);
        clean.push(' ');
        let lower = tag.get(..8).unwrap_or(tag).to_ascii_lowercase();
        let end = match lower {
            _ if lower.starts_with("!--") => "-->",
            _ if lower.starts_with("script") => "</script>",
            _ if lower.starts_with("style") => "</style>",
            _ => ">",
        };
        rest = tag.split_once(end).map_or("", |(_, after)| after);
    }
    clean + rest
}

fn unescape(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

/// `text` on one line, without control characters, and cut after `longest` characters.
fn one_line(text: &str, longest: usize) -> String {
    let unseen =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text.chars().map(|c| if unseen(c) { ' ' } else { c }).collect();
    let words: Vec<_> = spaced.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests;
