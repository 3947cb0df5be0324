//! A session: one login to a cloud, and requests to the cloud's services.

use crate::auth::cache::{CacheKey, TokenCache};
use crate::auth::catalog::{Endpoint, EndpointQuery, RegionChoice};
use crate::auth::login::LoginContext;
use crate::auth::prompter::{NoPrompter, Prompter};
use crate::auth::token::Token;
use crate::auth::types::Method;
use crate::auth::{keystone, template};
use crate::config::{Settings, Verify};
use crate::http::{Request, Response, Transport, redact};
use crate::{Clock, Error, ProjectMismatch, Result};
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

/// One login to a cloud, with access to all services of the cloud.
///
/// It logs in with the first request. With a cached token nothing is sent to Keystone.
pub struct Session {
    settings: Settings,
    method: Method,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    prompter: Arc<dyn Prompter>,
    cache: Option<(TokenCache, CacheKey)>,
    token: Mutex<Option<Arc<Token>>>,
    /// The services whose region was taken without being selected, which has been said.
    told: Mutex<BTreeSet<String>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Session {
    /// Makes a session. Nothing is sent. Without a cache the token is forgotten with the session.
    ///
    /// # Errors
    /// [`Error::Config`] if settings are missing or contradict each other.
    pub fn new(
        settings: &Settings,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        cache: Option<TokenCache>,
    ) -> Result<Self> {
        let method = Method::new(settings)?;
        // A token that anybody may have sent must not be used by runs that check the server.
        let cacheable = matches!(method, Method::Login(_))
            && settings.caches_tokens()
            && settings.verify() != Verify::Off;
        let cache = cache.filter(|_| cacheable).map(|cache| {
            let key = CacheKey::new(settings, cache.cas());
            (cache, key)
        });
        Ok(Self {
            settings: settings.clone(),
            method,
            transport,
            clock,
            prompter: Arc::new(NoPrompter),
            cache,
            token: Mutex::new(None),
            told: Mutex::default(),
        })
    }

    /// Sets who is asked for a passcode, or told to open a browser.
    #[must_use]
    pub fn with_prompter(mut self, prompter: Arc<dyn Prompter>) -> Self {
        self.prompter = prompter;
        self
    }

    /// Sends a request to `service` and returns its answer, even one with an error status.
    ///
    /// `path` is relative to the service's endpoint, percent-encoded, and includes the query. If the
    /// service rejects the token, the request is repeated once with a new one.
    ///
    /// # Errors
    /// [`Error::Auth`] if there is no token, [`Error::Config`] if there is no endpoint,
    /// [`Error::Transport`] if there is no answer.
    pub fn send(
        &self,
        service: &str,
        method: http::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Response> {
        let token = self.login()?;
        let build =
            |token: Option<&Token>| self.request(service, &method, path, headers, body, token);
        let response = self.transport.send(build(token.as_deref())?)?;
        let Some(token) = token else { return Ok(response) };
        if response.status() != StatusCode::UNAUTHORIZED || is_refusal(response.body()) {
            return Ok(response);
        }
        log::debug!("the token was rejected: logging in again");
        let token = self.renew(&token)?;
        self.transport.send(build(Some(&token))?)
    }

    /// Sends a GET request without a token.
    ///
    /// # Errors
    /// [`Error::Transport`] if there is no answer.
    pub fn get_without_token(&self, url: &Url) -> Result<Response> {
        let request = http::Request::get(url.as_str()).header("accept", "application/json");
        let request = request.body(Vec::new()).map_err(|error| {
            Error::invalid(format!("cannot make a request of GET '{url}': {error}"))
        })?;
        self.transport.send(request)
    }

    /// Returns the address of `service`: the one in the settings, or else the one in the catalog.
    ///
    /// # Errors
    /// [`Error::Config`] if the catalog has none.
    pub fn endpoint(&self, service: &str) -> Result<Url> {
        self.endpoint_for(service, self.login()?.as_deref())
    }

    /// Returns the address of `service` if it is known without a request, for messages.
    #[must_use]
    pub fn known_endpoint(&self, service: &str) -> Option<Url> {
        let token = self.lock().clone();
        self.endpoint_for(service, token.as_deref()).ok()
    }

    /// Compares the project in the address of `service` with that of the token. Nothing is sent.
    #[must_use]
    pub fn project_mismatch(&self, service: &str) -> Option<ProjectMismatch> {
        let token = self.lock().clone()?;
        let endpoint = self.endpoint_for(service, Some(&token)).ok()?;
        let in_catalog = self.settings.endpoint_override(service).is_none();
        template::mismatch(&endpoint, token.text("project", "id")?, in_catalog)
    }

    /// Returns the region that is used for `service` although none is selected and there are several.
    /// Nothing is sent.
    #[must_use]
    pub fn region_choice(&self, service: &str) -> Option<RegionChoice> {
        let token = self.lock().clone()?;
        if self.settings.endpoint_override(service).is_some() {
            return None;
        }
        EndpointQuery::new(&self.settings, service).find(&token).ok()?.choice
    }

    /// Returns the ID of the token's project. There is none without Keystone, or with another scope.
    ///
    /// # Errors
    /// As [`login`](Self::login).
    pub fn project_id(&self) -> Result<Option<String>> {
        let token = self.login()?;
        Ok(token.and_then(|token| token.text("project", "id").map(str::to_owned)))
    }

    /// Returns the token, and logs in if there is none yet. There is none without Keystone.
    ///
    /// # Errors
    /// [`Error::Auth`] with Keystone's message if it refuses.
    pub fn login(&self) -> Result<Option<Arc<Token>>> {
        if let Method::Fixed(_) = self.method {
            return Ok(None);
        }
        // Locked during the login, so that several threads log in once.
        let mut known = self.lock();
        if let Some(token) = known.as_ref().filter(|token| self.is_fresh(token)) {
            return Ok(Some(Arc::clone(token)));
        }
        let token = Arc::new(self.fetch(None)?);
        *known = Some(Arc::clone(&token));
        Ok(Some(token))
    }

    /// Returns the token of this session or of the cache, if it is still valid. Nothing is sent.
    #[must_use]
    pub fn cached_token(&self) -> Option<Arc<Token>> {
        let now = self.clock.now();
        let known = self.lock().clone();
        let cached =
            || self.cache.as_ref().and_then(|(cache, key)| cache.read(key, now)).map(Arc::new);
        known.or_else(cached).filter(|token| token.expires > now)
    }

    /// Revokes `token`: `DELETE /v3/auth/tokens`. A token that Keystone does not know any more
    /// counts as revoked.
    ///
    /// # Errors
    /// Fails if the request fails.
    pub fn revoke(&self, token: &Token) -> Result<()> {
        keystone::revoke(&self.context(), token)
    }

    /// Removes the token from this session and the cache, without revoking it.
    pub fn forget(&self) {
        *self.lock() = None;
        if let Some((cache, key)) = &self.cache {
            cache.remove(key);
        }
    }

    /// Returns the settings of the login.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns another token than `rejected`. Another thread may have fetched it already.
    fn renew(&self, rejected: &Token) -> Result<Arc<Token>> {
        let mut known = self.lock();
        if let Some(token) = known.as_ref()
            && token.secret != rejected.secret
        {
            return Ok(Arc::clone(token));
        }
        let token = Arc::new(self.fetch(Some(rejected))?);
        *known = Some(Arc::clone(&token));
        Ok(token)
    }

    /// Returns a token from the cache, or else from Keystone.
    fn fetch(&self, rejected: Option<&Token>) -> Result<Token> {
        let Some((cache, key)) = &self.cache else { return self.authenticate() };
        let cached = || {
            let usable = |token: &Token| {
                self.is_fresh(token) && rejected.is_none_or(|old| old.secret != token.secret)
            };
            cache.read(key, self.clock.now()).filter(usable)
        };
        if let Some(token) = cached() {
            log::debug!("using the cached token");
            return Ok(token);
        }
        cache.with_lock(key, &*self.clock, || {
            // Another process may have stored a token while this process waited for the lock.
            if let Some(token) = cached() {
                return Ok(token);
            }
            let token = self.authenticate();
            match &token {
                Ok(token) => cache.write(key, token, self.clock.now()),
                // The old token does not work for other processes either.
                Err(_) => cache.remove(key),
            }
            token
        })
    }

    fn authenticate(&self) -> Result<Token> {
        match &self.method {
            Method::Login(login) => login.log_in(&self.context()),
            Method::Fixed(_) => Err(Error::auth("this login has no token")),
        }
    }

    fn context(&self) -> LoginContext<'_> {
        LoginContext {
            settings: &self.settings,
            transport: &*self.transport,
            clock: &*self.clock,
            prompter: &*self.prompter,
        }
    }

    /// Returns the headers that authenticate a request.
    pub(super) fn credentials(
        &self,
        token: Option<&Token>,
    ) -> Result<Vec<(HeaderName, HeaderValue)>> {
        match (&self.method, token) {
            (Method::Fixed(fixed), _) => fixed.headers(),
            (Method::Login(login), Some(token)) => login.headers(token, &self.context()),
            (Method::Login(_), None) => Ok(Vec::new()),
        }
    }

    fn is_fresh(&self, token: &Token) -> bool {
        self.context().is_fresh(token)
    }

    fn endpoint_for(&self, service: &str, token: Option<&Token>) -> Result<Url> {
        if let Some(template) = self.settings.endpoint_override(service) {
            return template::fill(&template, "the endpoint override", token);
        }
        match (&self.method, token) {
            (Method::Fixed(fixed), _) => fixed.endpoint(),
            (_, Some(token)) => {
                let found = EndpointQuery::new(&self.settings, service).find(token)?;
                self.tell_region(service, &found);
                Ok(found.url)
            }
            (_, None) => Err(Error::auth("there is no token, and therefore no catalog")),
        }
    }

    /// Says once for each service which region was taken, if none is selected and there are several.
    fn tell_region(&self, service: &str, found: &Endpoint) {
        let Some(RegionChoice { taken, others }) = &found.choice else { return };
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.insert(service.to_owned()) {
            let others = others.join(", ");
            log::warn!(
                "no region_name is set: using the {service} service in region '{taken}', \
                 although it is in {others} too"
            );
        }
    }

    fn request(
        &self,
        service: &str,
        method: &http::Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
        token: Option<&Token>,
    ) -> Result<Request> {
        let endpoint = self.endpoint_for(service, token)?;
        let base = endpoint.as_str().trim_end_matches('/');
        let url = format!("{base}/{}", path.trim_start_matches('/'));
        let mut request = http::Request::builder().method(method).uri(&url);
        let given = |name: &str| headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
        if !given("accept") {
            request = request.header("accept", "application/json");
        }
        if body.is_some() && !given("content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in self.credentials(token)? {
            request = request.header(name, value);
        }
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        request.body(body).map_err(|error| {
            let url = redact::url(&url);
            Error::invalid(format!("cannot make a request of {method} '{url}': {error}"))
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Token>>> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a 401 means that the role is not sufficient, so that a new token does not help
/// (trove/common/wsgi.py:315).
fn is_refusal(body: &[u8]) -> bool {
    crate::json::parse(body)
        .is_ok_and(|body| body.get("unauthorized").is_some_and(Value::is_object))
}
