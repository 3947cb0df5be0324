//! Every request as a command line, every answer, and how long each took.

use crate::http::{ClientOptions, Request, Response, Transport, redact};
use crate::{Error, Result};
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};
use log::Level;
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const TARGET: &str = "trove::http";
/// How much of a body is shown, in bytes.
const SHOWN: usize = 64 << 10;
/// Encloses the name of a shell variable in a redacted body; a private-use character, so that
/// JSON leaves it alone.
const VARIABLE: char = '\u{e0d5}';

/// One request and how long its answer took.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timing {
    /// `GET`, `POST`…
    pub method: String,
    /// The URL, without secrets.
    pub url: String,
    /// From the first byte sent to the last received.
    pub duration: Duration,
    /// The status, if there was an answer.
    pub status: Option<u16>,
}

/// The timings of all requests so far; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Timings(Arc<Mutex<Vec<Timing>>>);

impl Timings {
    /// All requests so far, in the order in which they ended.
    #[must_use]
    pub fn all(&self) -> Vec<Timing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, timing: Timing) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(timing);
    }
}

/// Logs each request as a `curl` command, and its answer, at debug level; without secrets.
#[derive(Debug, Clone)]
pub struct Trace<T> {
    inner: T,
    options: ClientOptions,
    timings: Timings,
}

impl<T> Trace<T> {
    /// Traces what goes through `inner`; `options` are those that `inner` connects with.
    pub fn new(inner: T, options: ClientOptions, timings: Timings) -> Self {
        Self { inner, options, timings }
    }
}

impl<T: Transport> Transport for Trace<T> {
    fn send(&self, request: Request) -> Result<Response> {
        let logs = log::log_enabled!(target: TARGET, Level::Debug);
        if logs {
            log::debug!(target: TARGET, "{}", curl(&request, &self.options));
        }
        let method = request.method().to_string();
        let url = redact::url(&request.uri().to_string());
        let start = Instant::now();
        let result = self.inner.send(request);
        let duration = start.elapsed();
        if logs {
            log::debug!(target: TARGET, "{}", outcome(&result, duration));
        }
        let status = result.as_ref().ok().map(|response| response.status().as_u16());
        self.timings.add(Timing { method, url, duration, status });
        result
    }
}

/// `request` as a command for a shell in which the secrets are variables.
fn curl(request: &Request, options: &ClientOptions) -> String {
    let mut line = format!("curl -g -i -X {}", request.method());
    connection(&mut line, request, options);
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        match redact::header(name) {
            Some(variable) => add(&mut line, &format!("-H \"{name}: ${variable}\"")),
            None => add(&mut line, &format!("-H {}", quoted(&format!("{name}: {value}")))),
        }
    }
    if !request.headers().contains_key(ACCEPT) {
        add(&mut line, "-H 'accept: application/json'");
    }
    if !request.body().is_empty() {
        add(&mut line, &format!("--data-raw {}", data(request.body())));
    }
    add(&mut line, &quoted(&redact::url(&request.uri().to_string())));
    line
}

fn connection(line: &mut String, request: &Request, options: &ClientOptions) {
    let mut file = |flag: &str, path: Option<&std::path::PathBuf>| {
        if let Some(path) = path {
            add(line, &format!("{flag} {}", quoted(&path.display().to_string())));
        }
    };
    let scheme = request.uri().scheme_str().unwrap_or_default();
    if scheme == "https" {
        file("--cacert", options.cacert.as_ref().filter(|_| options.verify));
        file("--cert", options.cert.as_ref());
        file("--key", options.key.as_ref());
        if !options.verify {
            add(line, "--insecure");
        }
    }
    if let Some(proxy) = options.proxies.of_scheme(scheme) {
        add(line, &format!("--proxy {}", quoted(&redact::url(proxy))));
        if let Some(exempt) = &options.proxies.exempt {
            add(line, &format!("--noproxy {}", quoted(exempt)));
        }
    }
}

fn add(line: &mut String, word: &str) {
    line.push(' ');
    line.push_str(word);
}

/// The body as a word for the shell. A body that is no JSON is a form, and a form is a login.
fn data(body: &[u8]) -> String {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return "\"$OS_BODY\"".into();
    };
    redact::json_with(&mut value, &|name| {
        let name: String =
            name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        format!("{VARIABLE}OS_{}{VARIABLE}", name.to_ascii_uppercase())
    });
    let mut word = String::new();
    for (i, part) in value.to_string().split(VARIABLE).enumerate() {
        // A name of this form expands to nothing worse than a variable, wherever it came from.
        let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        if i % 2 == 1 && part.starts_with("OS_") && part.chars().all(is_name) {
            let _ = write!(word, "\"${part}\"");
        } else {
            word.push_str(&quoted(part));
        }
    }
    word
}

/// `text` as one word for a shell, without control characters: JSON can spell them as `\u001b`,
/// and elsewhere they are not valid.
fn quoted(text: &str) -> String {
    format!("'{}'", visible(text, false).replace('\'', r"'\''"))
}

/// `text` with what could move the cursor or reorder the line spelled out.
fn visible(text: &str, lines: bool) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        let is_bidi = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if (c.is_control() || is_bidi) && !(lines && c == '\n') {
            let _ = write!(clean, "\\u{:04x}", u32::from(c));
        } else {
            clean.push(c);
        }
    }
    clean
}

fn outcome(result: &Result<Response>, duration: Duration) -> String {
    let response = match result {
        Ok(response) => response,
        Err(error) => {
            let mut line =
                format!("no answer after {duration:.1?}: {}", visible(&error.to_string(), false));
            if let Error::Transport(error) = error
                && let Some(cause) = &error.source
            {
                let _ = write!(line, ": {}", visible(&cause.to_string(), false));
            }
            return line;
        }
    };
    let mut text = format!("HTTP {} after {duration:.1?}", response.status());
    for (name, value) in response.headers() {
        let value = match redact::header(name) {
            Some(_) => redact::MASK.into(),
            None => redact::url(&visible(&String::from_utf8_lossy(value.as_bytes()), false)),
        };
        let _ = write!(text, "\n{name}: {value}");
    }
    if !response.body().is_empty() {
        let _ = write!(text, "\n\n{}", shown(response.headers(), response.body()));
    }
    text
}

/// The body of an answer, for reading: JSON redacted and indented, other text if it is declared
/// to be some, and of everything else its length.
fn shown(headers: &HeaderMap, body: &[u8]) -> String {
    if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
        redact::json(&mut value);
        return cut(&serde_json::to_string_pretty(&value).unwrap_or_default());
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(text) if kind.starts_with("text/") => cut(text),
        _ => format!("({} bytes, not shown)", body.len()),
    }
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(SHOWN);
    let mut clean = visible(text.get(..end).unwrap_or(text), true);
    if end < text.len() {
        let _ = write!(clean, "\n({} more bytes)", text.len() - end);
    }
    clean
}

#[cfg(test)]
mod tests;
