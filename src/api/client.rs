//! The client: one login to one cloud, and the requests that everything else makes.

use crate::api::connection::{SERVICE, client_options, retry_policy};
use crate::api::page::{Page, page};
use crate::api::reply::{object, rows};
use crate::api::{Query, Resource};
use crate::auth::{Nobody, Person, Session, TokenCache};
use crate::config::{Env, Lookup, Settings};
use crate::http::{Response, Retry, Timings, Transport, api_error, decode_json, network, redact};
use crate::json::Object;
use crate::{Clock, Result, SystemClock};
use http::Method;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr, stdin};
use std::sync::Arc;

/// A client of one cloud's database service. Cloning it is cheap, and the clones share a login.
///
/// Nothing is sent until something is asked of it.
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
    /// A client of the cloud that the environment selects: `OS_CLOUD`, or the
    /// `OS_*` variables themselves, or the only cloud of clouds.yaml.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) or [`Error::Auth`](crate::Error::Auth) when that
    /// does not make a login.
    pub fn from_env() -> Result<Self> {
        Self::load(BTreeMap::new())
    }

    /// A client of this cloud of clouds.yaml.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_cloud(name: &str) -> Result<Self> {
        Self::load(BTreeMap::from([("cloud".to_owned(), name.to_owned())]))
    }

    fn load(options: BTreeMap<String, String>) -> Result<Self> {
        let env = Env::from_process();
        let cwd = std::env::current_dir().unwrap_or_default();
        let lookup = Lookup { env: env.clone(), options, cwd, network: None };
        let mut settings = Settings::load(&lookup)?;
        settings.fetch_password(stdin().is_terminal(), stderr().is_terminal())?;
        Self::builder(settings).env(env).build()
    }

    /// Starts a client with these settings.
    #[must_use]
    pub fn builder(settings: Settings) -> ClientBuilder {
        ClientBuilder::new(settings)
    }

    /// The login that the requests are made with.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.inner.session
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    fn send(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Response> {
        let response = self.inner.session.send(SERVICE, method.clone(), path, &[], body)?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(api_error(self.line(method, path), &response).into())
    }

    /// Method and URL, as an error names them.
    pub(super) fn line(&self, method: &Method, path: &str) -> String {
        let endpoint =
            self.inner.session.known_endpoint(SERVICE).map(String::from).unwrap_or_default();
        let url = format!("{}/{path}", endpoint.trim_end_matches('/'));
        format!("{method} {}", redact::url(&url))
    }

    fn ask(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Value> {
        let response = self.send(method, path, body)?;
        decode_json(self.line(method, path), &response)
    }

    pub(super) fn get(&self, path: &str) -> Result<Value> {
        self.ask(&Method::GET, path, None)
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask(&Method::POST, path, Some(body))
    }

    /// Without a body, which is not the same as an empty one.
    pub(super) fn post_nothing(&self, path: &str) -> Result<Value> {
        self.ask(&Method::POST, path, None)
    }

    pub(super) fn put(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask(&Method::PUT, path, Some(body))
    }

    pub(super) fn patch(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask(&Method::PATCH, path, Some(body))
    }

    pub(super) fn delete(&self, path: &str) -> Result<()> {
        self.send(&Method::DELETE, path, None).map(drop)
    }

    /// Asks for what has no body.
    pub(super) fn get_nothing(&self, path: &str) -> Result<()> {
        self.send(&Method::GET, path, None).map(drop)
    }

    /// What another service of the cloud answers. Errors name the request so.
    pub(super) fn get_from(&self, service: &str, path: &str, request: &str) -> Result<Value> {
        let response = self.session().send(service, Method::GET, path, &[], None)?;
        if !response.status().is_success() {
            return Err(api_error(request, &response).into());
        }
        decode_json(request, &response)
    }

    /// A list that has no pages.
    pub(super) fn rows(&self, path: &str, name: &str) -> Result<Vec<Object>> {
        rows(&mut self.get(path)?, name, &self.line(&Method::GET, path))
    }

    /// An object that is not of a collection.
    pub(super) fn object(&self, path: &str, name: &str) -> Result<Object> {
        object(&mut self.get(path)?, name, &self.line(&Method::GET, path))
    }

    pub(super) fn page<R: Resource>(&self, path: &str, query: &Query) -> Result<Page<Object>> {
        let path = query.path(path);
        page::<R>(self.get(&path)?, &self.line(&Method::GET, &path))
    }
}

/// What a client is made of.
pub struct ClientBuilder {
    settings: Settings,
    env: Env,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    timings: Timings,
    cache: Option<TokenCache>,
    person: Arc<dyn Person>,
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
            person: Arc::new(Nobody),
        }
    }

    /// Takes proxies and trusted CAs from these variables; from nowhere if not said.
    #[must_use]
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// Keeps tokens in this cache, so that other processes need not log in.
    #[must_use]
    pub fn cache(mut self, cache: impl Into<Option<TokenCache>>) -> Self {
        self.cache = cache.into();
        self
    }

    /// Sends through `transport` in place of the network. What may be repeated still is.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Waits and expires by `clock`.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Lets a login tell and ask this person what no settings hold; there is nobody unless said.
    #[must_use]
    pub fn person(mut self, person: Arc<dyn Person>) -> Self {
        self.person = person;
        self
    }

    /// Notes how long each request took.
    #[must_use]
    pub fn timings(mut self, timings: Timings) -> Self {
        self.timings = timings;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::Auth`](crate::Error::Auth) when the settings lack what the login needs.
    pub fn build(self) -> Result<Client> {
        let Self { settings, env, transport, clock, timings, cache, person } = self;
        let policy = retry_policy(&settings);
        let transport = match transport {
            Some(transport) => Arc::new(Retry::new(transport, policy, clock.clone())),
            None => network(client_options(&settings, &env), policy, clock.clone(), timings),
        };
        let session = Session::new(&settings, transport, clock.clone(), cache)?.with_person(person);
        Ok(Client { inner: Arc::new(Inner { session, clock }) })
    }
}
