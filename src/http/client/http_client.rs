//! The real transport: reqwest, built when it is first needed.

use crate::http::cause::root_cause;
use crate::http::client::body::TimedBody;
use crate::http::client::failure;
use crate::http::client::redirect::{redirect, refusal};
use crate::http::options::ClientOptions;
use crate::http::server_url::server_url;
use crate::http::transport::{CutByTime, Request, Response, Transport};
use crate::http::{redact, tls};
use crate::{Error, Result, TransportError, TransportFailure};
use http::Method;
use http::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::blocking;
use std::io::Read;
use std::sync::OnceLock;
use std::time::Duration;
use url::Url;

const MAX_REDIRECTS: usize = 30;
/// The length of the longest answer that is accepted.
const BODY_LIMIT: usize = 16 << 20;
/// The number of bytes that are kept of an error page.
pub(super) const ERROR_BODY_LIMIT: usize = 64 << 10;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// Configuration, logs, SSL, grants and root wait up to 180 s for the guest (trove/common/cfg.py, agent_call_high_timeout).
const TIMEOUT: Duration = Duration::from_secs(240);
/// Less than the 5 s after which Apache closes a connection: a POST sent at that moment would be lost.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// Sends requests over the network, keeping connections open between them.
///
/// Nothing is read or built before the first request. Redirects are followed within the same
/// origin only, with method, headers and body kept.
#[derive(Debug)]
pub struct Client {
    options: ClientOptions,
    /// Has no root certificates, and is fast to build.
    plain: OnceLock<blocking::Client>,
    secure: OnceLock<blocking::Client>,
    pub(super) body_limit: usize,
}

impl Client {
    /// Makes a client that reaches a cloud as `options` say.
    #[must_use]
    pub fn new(options: ClientOptions) -> Self {
        Self { options, plain: OnceLock::new(), secure: OnceLock::new(), body_limit: BODY_LIMIT }
    }

    pub(super) fn timeout(&self) -> Duration {
        // reqwest adds it to the time now, which must not overflow.
        self.options.timeout.unwrap_or(TIMEOUT).min(Duration::from_secs(86_400))
    }

    fn engine(&self, url: &Url) -> Result<&blocking::Client> {
        let secure = url.scheme() == "https"
            || self.options.proxies.http.as_deref().is_some_and(|p| p.starts_with("https:"));
        if let Some(ready) = self.secure.get() {
            return Ok(ready);
        }
        let slot = if secure { &self.secure } else { &self.plain };
        if let Some(ready) = slot.get() {
            return Ok(ready);
        }
        let built = self.build(secure)?;
        Ok(slot.get_or_init(|| built))
    }

    fn build(&self, secure: bool) -> Result<blocking::Client> {
        // Without this header, Trove writes its errors as HTML.
        let accept = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let mut builder = blocking::Client::builder()
            .user_agent(&self.options.user_agent)
            .default_headers(accept)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .timeout(self.timeout())
            // Shorter than the timeout, so that it is certain that nothing was sent.
            .connect_timeout(self.timeout().min(CONNECT_TIMEOUT * 4 / 3) * 3 / 4)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .http1_only();
        for proxy in self.options.proxies.rules()? {
            builder = builder.proxy(proxy);
        }
        tls::configure(builder, &self.options, secure)?.build().map_err(|error| {
            Error::config(format!("cannot set up HTTP: {}", root_cause(&error)))
                .with_hint("check cacert, cert and key, and that the system has CA certificates")
        })
    }

    fn exchange(&self, url: &Url, parts: &http::request::Parts, body: &[u8]) -> Result<Response> {
        let mut request = blocking::Request::new(parts.method.clone(), url.clone());
        *request.headers_mut() = parts.headers.clone();
        // Some proxies answer 411 to a POST without a length, even if the body is empty.
        if !body.is_empty() || matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
            *request.body_mut() = Some(body.to_vec().into());
        }
        let shown = redact::url(url.as_str());
        let answer =
            self.engine(url)?.execute(request).map_err(|error| self.failed(&shown, &error))?;
        self.read(answer, &format!("{} {shown}", parts.method), &shown)
    }

    fn failed(&self, url: &str, cause: &(dyn std::error::Error + 'static)) -> TransportError {
        let mut error =
            failure::transport(url, cause, self.timeout(), self.options.cacert.as_deref());
        let scheme = url.split(':').next().unwrap_or_default();
        if error.failure == TransportFailure::Connect
            && let Some(proxy) = self.options.proxies.of_scheme(scheme)
        {
            error.proxy = Some(redact::url(proxy));
        }
        error
    }

    fn read(&self, mut answer: blocking::Response, line: &str, url: &str) -> Result<Response> {
        let status = answer.status();
        let is_error = status.is_client_error() || status.is_server_error();
        let limit = if is_error { ERROR_BODY_LIMIT } else { self.body_limit };
        let headers = std::mem::take(answer.headers_mut());
        let (mut body, mut is_cut) = (Vec::new(), false);
        let mut answer = TimedBody::new(answer, self.timeout());
        let ended = answer.by_ref().take(limit as u64 + 1).read_to_end(&mut body);
        if is_error {
            // The status is enough: an incomplete error page is no reason to hide it.
            body.truncate(limit);
            let error = ended.err().map(|error| self.failed(url, &error));
            is_cut = error.is_some_and(|error| error.failure == TransportFailure::Timeout);
        } else if let Err(error) = ended {
            return Err(self.failed(url, &error).into());
        } else if body.len() > limit {
            return Err(Error::Decode {
                request: line.into(),
                detail: format!("it is longer than {limit} bytes"),
                source: None,
            });
        }
        let mut response = Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        if is_cut {
            response.extensions_mut().insert(CutByTime);
        }
        Ok(response)
    }
}

impl Drop for Client {
    /// Drops reqwest in the background: it joins its thread, which may be waiting for a name server
    /// that does not answer.
    fn drop(&mut self) {
        for engine in [self.plain.take(), self.secure.take()].into_iter().flatten() {
            let _ = std::thread::Builder::new().spawn(move || drop(engine));
        }
    }
}

impl Transport for Client {
    fn send(&self, request: Request) -> Result<Response> {
        let mut url = absolute(&request)?;
        let (parts, body) = request.into_parts();
        for _ in 0..=MAX_REDIRECTS {
            let response = self.exchange(&url, &parts, &body)?;
            match redirect(&parts.method, &url, &response, self.options.follow_cross_origin)? {
                Some(target) => url = target,
                None => return Ok(response),
            }
        }
        Err(refusal(&url, format!("it is the last of {MAX_REDIRECTS}, which must be a loop"))
            .into())
    }
}

fn absolute(request: &Request) -> Result<Url> {
    let text = request.uri().to_string();
    // `url` would resolve '..', encoded or not, and treat `\\` as a slash: deleting a database of
    // that name would delete something else.
    let is_dots =
        |part: &str| matches!(part.replace("%2E", ".").replace("%2e", ".").as_str(), "." | "..");
    let path = request.uri().path();
    if path.split('/').any(is_dots) || path.contains('\\') {
        return Err(Error::invalid(format!("'{}' is not a path of a URL", redact::url(path)))
            .with_hint("a name that is '.' or '..' cannot be reached over HTTP"));
    }
    server_url(&text).ok_or_else(|| {
        Error::invalid(format!("'{}' is not an http or https URL", redact::url(&text)))
    })
}
