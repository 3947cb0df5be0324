//! The real transport: reqwest, built when first needed.

use crate::http::{Proxies, Request, Response, Transport, failure, redact, server_url, tls};
use crate::{Error, Result, TransportError, TransportKind};
use http::Method;
use http::header::{ACCEPT, HeaderMap, HeaderValue, LOCATION};
use reqwest::blocking;
use std::io::Read;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;
use url::Url;

const MAX_REDIRECTS: usize = 30;
/// The longest answer that is taken.
const BODY_LIMIT: usize = 256 << 20;
/// What is kept of an error page.
const ERROR_BODY_LIMIT: usize = 64 << 10;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// Configuration, logs, SSL, grants and root wait up to 180 s for the guest (trove/common/cfg.py, agent_call_high_timeout).
const TIMEOUT: Duration = Duration::from_secs(240);
/// Below the 5 s after which Apache closes a connection: a POST sent into the close would be lost.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// How to reach a cloud.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Whether the server's certificate is checked.
    pub verify: bool,
    /// The CAs to trust in place of the system's, in PEM form.
    pub cacert: Option<PathBuf>,
    /// Our certificate in PEM form, with the key when `key` is not set.
    pub cert: Option<PathBuf>,
    /// The key of `cert`, in PEM form.
    pub key: Option<PathBuf>,
    /// Whether TLS 1.2 is not good enough.
    pub tls13_only: bool,
    /// How long to wait for an answer to begin, and then for each piece of it; 240 s unless given.
    pub timeout: Option<Duration>,
    /// The `User-Agent` header.
    pub user_agent: String,
    /// Proxies; the environment of the process is not read.
    pub proxies: Proxies,
    /// Whether redirects to other origins are followed: only for what has nothing secret in it.
    pub roams: bool,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            verify: true,
            cacert: None,
            cert: None,
            key: None,
            tls13_only: false,
            timeout: None,
            user_agent: concat!("troveclient/", env!("CARGO_PKG_VERSION")).into(),
            proxies: Proxies::default(),
            roams: false,
        }
    }
}

/// Sends requests over the network, keeping connections open between them.
///
/// Nothing is read or built before the first request. Redirects are followed within the same
/// origin only, with method, headers and body kept.
#[derive(Debug)]
pub struct Client {
    options: ClientOptions,
    /// Has no roots: building it costs next to nothing.
    plain: OnceLock<blocking::Client>,
    secure: OnceLock<blocking::Client>,
    body_limit: usize,
}

impl Client {
    /// A client that will reach a cloud as `options` say.
    #[must_use]
    pub fn new(options: ClientOptions) -> Self {
        Self { options, plain: OnceLock::new(), secure: OnceLock::new(), body_limit: BODY_LIMIT }
    }

    fn timeout(&self) -> Duration {
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
        // Trove writes its errors as HTML for those who take anything.
        let accept = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let mut builder = blocking::Client::builder()
            .user_agent(&self.options.user_agent)
            .default_headers(accept)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .timeout(self.timeout())
            // Before the whole time is over, so that "not sent" is known for sure.
            .connect_timeout(self.timeout().min(CONNECT_TIMEOUT * 4 / 3) * 3 / 4)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .http1_only();
        for proxy in self.options.proxies.rules()? {
            builder = builder.proxy(proxy);
        }
        tls::configure(builder, &self.options, secure)?.build().map_err(|error| {
            Error::config(format!("cannot set up HTTP: {}", failure::root_cause(&error))).with_hint(
                "look at cacert, cert and key, and whether the system has CA certificates",
            )
        })
    }

    fn exchange(&self, url: &Url, parts: &http::request::Parts, body: &[u8]) -> Result<Response> {
        let mut request = blocking::Request::new(parts.method.clone(), url.clone());
        *request.headers_mut() = parts.headers.clone();
        // Some proxies answer 411 to a POST that has no length, though it be 0.
        if !body.is_empty() || matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
            *request.body_mut() = Some(body.to_vec().into());
        }
        let shown = redact::url(url.as_str());
        let answer =
            self.engine(url)?.execute(request).map_err(|error| self.failed(&shown, &error))?;
        self.read(answer, &format!("{} {shown}", parts.method), &shown)
    }

    fn failed(&self, url: &str, error: &(dyn std::error::Error + 'static)) -> TransportError {
        let mut failure =
            failure::transport(url, error, self.timeout(), self.options.cacert.as_deref());
        let scheme = url.split(':').next().unwrap_or_default();
        if failure.kind == TransportKind::Connect
            && let Some(proxy) = self.options.proxies.of_scheme(scheme)
        {
            failure.proxy = Some(redact::url(proxy));
        }
        failure
    }

    fn read(&self, mut answer: blocking::Response, line: &str, url: &str) -> Result<Response> {
        let status = answer.status();
        let is_error = status.is_client_error() || status.is_server_error();
        let limit = if is_error { ERROR_BODY_LIMIT } else { self.body_limit };
        let headers = std::mem::take(answer.headers_mut());
        let mut body = Vec::new();
        let ended = answer.take(limit as u64 + 1).read_to_end(&mut body);
        if is_error {
            // The status says enough: what is missing of its page is no reason to hide it.
            body.truncate(limit);
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
        Ok(response)
    }
}

impl Drop for Client {
    /// Ends in the background: reqwest joins its thread, which may be waiting for a name server
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
            match redirect(&url, &response, self.options.roams)? {
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
    // `url` would take '..' for a way up, encoded or not, and `\\` for a slash: the deletion of
    // a database of that name would be one of something else.
    let is_step =
        |part: &str| matches!(part.replace("%2E", ".").replace("%2e", ".").as_str(), "." | "..");
    let path = request.uri().path();
    if path.split('/').any(is_step) || path.contains('\\') {
        return Err(Error::invalid(format!("'{}' is no path of a URL", redact::url(path)))
            .with_hint("a name that is '.' or '..' cannot be reached over HTTP"));
    }
    server_url(&text)
        .ok_or_else(|| Error::invalid(format!("'{}' is no http or https URL", redact::url(&text))))
}

/// Where `response` wants the request to be sent instead. Tokens and passwords must not follow
/// to another origin, and reqwest would strip only the headers it knows.
fn redirect(url: &Url, response: &Response, roams: bool) -> Result<Option<Url>> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 305 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
    let target = location.to_str().ok().and_then(|location| url.join(location).ok());
    let Some(mut target) = target else {
        return Err(refusal(url, "it leads nowhere: its Location is no URL".into()).into());
    };
    let same = target.origin() == url.origin();
    // No way back from https, and no way to what is no web at all.
    let may = |scheme: &str| scheme == "https" || scheme == "http" && url.scheme() == "http";
    if !(same || roams && may(target.scheme())) {
        let target = redact::url(target.as_str());
        return Err(refusal(url, format!("credentials must not go on to {target}")).into());
    }
    // The origin does not cover these, and reqwest would make an Authorization header of them.
    let _ = target.set_username(if same { url.username() } else { "" });
    let _ = target.set_password(url.password().filter(|_| same));
    target.set_fragment(None);
    Ok(Some(target))
}

fn refusal(url: &Url, why: String) -> TransportError {
    TransportError::new(redact::url(url.as_str()), TransportKind::Redirect, Some(why.into()))
}

#[cfg(test)]
mod tests;
