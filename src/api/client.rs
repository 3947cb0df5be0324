//! The client: one login to one cloud, and the requests that all collections make.

use crate::api::connection::{SERVICE, client_options, retry_policy};
use crate::api::page::{RawPage, page, require_whole};
use crate::api::reply::{object, rows};
use crate::api::{Query, Resource};
use crate::auth::{NoPrompter, Prompter, Session, TokenCache};
use crate::config::{Env, Key, Lookup, Settings};
use crate::http::{
    KnownSecrets, Remember, Response, Retry, Timings, Transport, api_error, decode_json, network,
    redact,
};
use crate::json::Object;
use crate::{Clock, Result, SystemClock};
use http::header::LOCATION;
use http::{Method, StatusCode};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A client of one cloud's database service. Cloning it is cheap, and the clones share a login.
///
/// Nothing is sent before the first request.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    session: Session,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client of the cloud that the environment selects: `OS_CLOUD`, or the `OS_*` variables
    /// themselves, or the only cloud of clouds.yaml. No program is run for the password: a caller who
    /// wants that [fetches](Settings::fetch_password) it into settings for a [builder](Self::builder).
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) or [`Error::Auth`](crate::Error::Auth) when that is
    /// not enough to log in.
    pub fn from_env() -> Result<Self> {
        Self::load(BTreeMap::new())
    }

    /// Makes a client of this cloud of clouds.yaml.
    ///
    /// # Errors
    /// The errors of [`from_env`](Self::from_env).
    pub fn from_cloud(name: &str) -> Result<Self> {
        Self::load(BTreeMap::from([(Key::Cloud, name.to_owned())]))
    }

    fn load(options: BTreeMap<Key, String>) -> Result<Self> {
        let env = Env::from_process();
        let cwd = std::env::current_dir().unwrap_or_default();
        let lookup = Lookup { env: env.clone(), options, cwd, network: None };
        let mut settings = Settings::load(&lookup)?;
        settings.read_password()?;
        Self::builder(settings).env(env).build()
    }

    /// Starts building a client with these settings.
    #[must_use]
    pub fn builder(settings: Settings) -> ClientBuilder {
        ClientBuilder::new(settings)
    }

    /// The session that the requests are made in.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.inner.session
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    fn send(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Response> {
        let response = self.inner.session.send(SERVICE, method.clone(), path, &[], body)?;
        // The HTTP client passes on a 303 only where it says that a change was carried out.
        let is_done = response.status() == StatusCode::SEE_OTHER && *method != Method::GET;
        if is_done {
            let place = response.headers().get(LOCATION).map(|place| place.as_bytes());
            let place = String::from_utf8_lossy(place.unwrap_or_default());
            let line = self.request_line(method, path);
            log::warn!("{line} was carried out; the result is at {}", redact::url(&place));
        }
        if is_done || response.status().is_success() {
            return Ok(response);
        }
        let mut error = api_error(self.request_line(method, path), &response);
        // The service refuses another project with 403. That a whole list is not found is as strange as a
        // 404 in another form than the service's.
        let is_strange = !path.contains('/') || error.name.is_none();
        if error.status == 403 || (error.status == 404 && is_strange) {
            error.project = self.inner.session.project_mismatch(SERVICE).map(Box::new);
        }
        Err(error.into())
    }

    /// Names a request in errors: its method and URL.
    pub(super) fn request_line(&self, method: &Method, path: &str) -> String {
        let endpoint =
            self.inner.session.known_endpoint(SERVICE).map(String::from).unwrap_or_default();
        let url = format!("{}/{path}", endpoint.trim_end_matches('/'));
        format!("{method} {}", redact::url(&url))
    }

    fn request(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let response = self.send(method, path, body)?;
        match decode_json(self.request_line(method, path), &response) {
            // It was carried out, and its body is for browsers.
            Err(_) if response.status() == StatusCode::SEE_OTHER => Ok(Value::Null),
            value => value,
        }
    }

    pub(super) fn get(&self, path: &str) -> Result<Value> {
        self.request(&Method::GET, path, None)
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.request(&Method::POST, path, Some(body))
    }

    /// Posts without a body, which the service tells apart from an empty one.
    pub(super) fn post_nothing(&self, path: &str) -> Result<Value> {
        self.request(&Method::POST, path, None)
    }

    pub(super) fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.request(&Method::PUT, path, Some(body))
    }

    pub(super) fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.request(&Method::PATCH, path, Some(body))
    }

    pub(super) fn delete(&self, path: &str) -> Result<()> {
        self.send(&Method::DELETE, path, None).map(drop)
    }

    /// Gets a reply that has no body.
    pub(super) fn get_nothing(&self, path: &str) -> Result<()> {
        self.send(&Method::GET, path, None).map(drop)
    }

    /// Gets a reply of another service of the cloud. `request` names the request in errors.
    pub(super) fn get_from(&self, service: &str, path: &str, request: &str) -> Result<Value> {
        let response = self.session().send(service, Method::GET, path, &[], None)?;
        if !response.status().is_success() {
            return Err(api_error(request, &response).into());
        }
        decode_json(request, &response)
    }

    /// Fetches a list that has no pages.
    pub(super) fn rows(&self, path: &str, name: &str) -> Result<Vec<Object>> {
        let mut reply = self.get(path)?;
        let request = self.request_line(&Method::GET, path);
        require_whole(&reply, name, &request)?;
        rows(&mut reply, name, &request)
    }

    /// Fetches an object that is in no collection.
    pub(super) fn object(&self, path: &str, name: &str) -> Result<Object> {
        object(&mut self.get(path)?, name, &self.request_line(&Method::GET, path))
    }

    pub(super) fn page<R: Resource>(&self, path: &str, query: &Query) -> Result<RawPage> {
        let path = query.path(path);
        page::<R>(self.get(&path)?, &self.request_line(&Method::GET, &path))
    }
}

/// Builds a [`Client`].
pub struct ClientBuilder {
    settings: Settings,
    env: Env,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    timings: Timings,
    cache: Option<TokenCache>,
    prompter: Arc<dyn Prompter>,
    secrets: Option<KnownSecrets>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    fn new(settings: Settings) -> Self {
        Self {
            settings,
            env: Env::default(),
            transport: None,
            clock: Arc::new(SystemClock),
            timings: Timings::default(),
            cache: None,
            prompter: Arc::new(NoPrompter),
            secrets: None,
        }
    }

    /// Takes proxies and trusted CAs from these variables [default: none].
    #[must_use]
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// Keeps tokens in this cache, so that other processes need not log in [default: no cache].
    #[must_use]
    pub fn cache(mut self, cache: impl Into<Option<TokenCache>>) -> Self {
        self.cache = cache.into();
        self
    }

    /// Sends through `transport` instead of the network. Retries still apply.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Sets the clock, by which waits last and tokens expire.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets who shows the messages of a login and answers its questions [default: nobody].
    #[must_use]
    pub fn prompter(mut self, prompter: Arc<dyn Prompter>) -> Self {
        self.prompter = prompter;
        self
    }

    /// Records how long each request takes.
    #[must_use]
    pub fn timings(mut self, timings: Timings) -> Self {
        self.timings = timings;
        self
    }

    /// Notes in `secrets` what is secret in each request, so that no output has to repeat it.
    #[must_use]
    pub fn secrets(mut self, secrets: KnownSecrets) -> Self {
        self.secrets = Some(secrets);
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) when the settings lack what the login needs.
    pub fn build(self) -> Result<Client> {
        let Self { settings, env, transport, clock, timings, cache, prompter, secrets } = self;
        let policy = retry_policy(&settings);
        let options = client_options(&settings, &env);
        let cache = cache.map(|cache| cache.with_cas(options.cacert.clone()));
        let mut transport: Arc<dyn Transport> = match transport {
            Some(transport) => Arc::new(Retry::new(transport, policy, clock.clone())),
            None => network(options, policy, clock.clone(), timings),
        };
        if let Some(secrets) = secrets {
            transport = Arc::new(Remember::new(transport, secrets));
        }
        let session =
            Session::new(&settings, transport, clock.clone(), cache)?.with_prompter(prompter);
        Ok(Client { inner: Arc::new(Inner { session, clock }) })
    }
}
