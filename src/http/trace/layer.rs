//! The layer that logs and times requests.

use crate::http::options::ClientOptions;
use crate::http::redact;
use crate::http::trace::curl::curl;
use crate::http::trace::timing::{Timing, Timings};
use crate::http::trace::visible::visible;
use crate::http::transport::{Request, Response, Transport};
use crate::secret::MASK;
use crate::{Error, Result, json};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use log::Level;
use std::fmt::Write as _;
use std::io;
use std::time::{Duration, Instant};

const TARGET: &str = "trove::http";
/// The number of bytes of a body that are shown.
pub(super) const SHOWN: usize = 64 << 10;
/// The length of the longest body that is read to be shown.
const LONGEST: usize = 1 << 20;

/// Logs each request as a `curl` command, and its answer, at debug level and without secrets.
#[derive(Debug, Clone)]
pub struct Trace<T> {
    inner: T,
    options: ClientOptions,
    timings: Timings,
}

impl<T> Trace<T> {
    /// Makes a transport that traces the requests through `inner`, which connects with `options`.
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

pub(super) fn outcome(result: &Result<Response>, duration: Duration) -> String {
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
            Some(_) => MASK.into(),
            None => redact::url(&visible(&String::from_utf8_lossy(value.as_bytes()), false)),
        };
        let _ = write!(text, "\n{name}: {value}");
    }
    if !response.body().is_empty() {
        let _ = write!(text, "\n\n{}", shown(response.headers(), response.body()));
    }
    text
}

/// The body of an answer for people: JSON redacted and indented, declared text as it is, and the
/// length of anything else, or of what is too long to be redacted.
pub(super) fn shown(headers: &HeaderMap, body: &[u8]) -> String {
    if body.len() <= LONGEST
        && let Ok(mut value) = json::parse(body)
    {
        redact::json(&mut value);
        let mut shown = Shown::default();
        return match serde_json::to_writer_pretty(&mut shown, &value) {
            Ok(()) => cut(&String::from_utf8_lossy(&shown.beginning), shown.more),
            Err(_) => String::new(),
        };
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(text) if kind.starts_with("text/") => cut(text, 0),
        _ => format!("({} bytes, not shown)", body.len()),
    }
}

/// The beginning of a text, and the number of bytes after it. Indented JSON can be very long.
#[derive(Default)]
struct Shown {
    beginning: Vec<u8>,
    more: usize,
}

impl io::Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A character more, so that the cut is not in the middle of one.
        let room = (SHOWN + 4).saturating_sub(self.beginning.len()).min(bytes.len());
        self.beginning.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.more += bytes.len() - room;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Cuts a text, after which `more` bytes have been cut already.
fn cut(text: &str, more: usize) -> String {
    let end = text.floor_char_boundary(SHOWN);
    let mut clean = visible(text.get(..end).unwrap_or(text), true);
    let more = text.len() - end + more;
    if more > 0 {
        let _ = write!(clean, "\n({more} more bytes)");
    }
    clean
}
