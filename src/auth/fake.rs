//! A Keystone and a Trove for tests: a closure that answers, and a list of what it was asked.

use crate::auth::{Session, TokenCache};
use crate::config::{Key, Settings, Source};
use crate::http::{Request, Response, Transport};
use crate::{Clock, ManualClock, Result};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

type Answer = dyn Fn(&Request) -> Response + Send + Sync;

/// Answers by a closure and remembers the requests.
pub(super) struct Fake {
    answer: Box<Answer>,
    pub(super) requests: Mutex<Vec<Request>>,
}

impl Fake {
    pub(super) fn new(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), requests: Mutex::default() })
    }

    /// A cloud whose tokens are `tok-1`, `tok-2` and so on, good for `seconds` from [`start`];
    /// its services answer by `service`.
    pub(super) fn cloud(
        seconds: u64,
        service: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Arc<Self> {
        let count = Mutex::new(0);
        Self::new(move |request| {
            match request.uri().path() {
                "/v3" => return reply(200, &json!({"version": version("http://keystone/v3")})),
                "/v3/auth/tokens" => {}
                _ => return service(request),
            }
            let mut count = count.lock().unwrap();
            *count += 1;
            granted(&format!("tok-{count}"), start() + Duration::from_secs(seconds))
        })
    }

    /// Method and path of everything that was asked.
    pub(super) fn asked(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let shown = |request: &Request| format!("{} {}", request.method(), request.uri().path());
        requests.iter().map(shown).collect()
    }

    /// How many tokens were asked for.
    pub(super) fn logins(&self) -> usize {
        self.asked().iter().filter(|asked| *asked == "POST /v3/auth/tokens").count()
    }
}

impl Transport for Fake {
    fn send(&self, request: Request) -> Result<Response> {
        let response = (self.answer)(&request);
        self.requests.lock().unwrap().push(request);
        Ok(response)
    }
}

/// When the clocks of tests start.
pub(super) fn start() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

pub(super) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(start()))
}

pub(super) fn reply(status: u16, body: &Value) -> Response {
    http::Response::builder().status(status).body(body.to_string().into_bytes()).unwrap()
}

/// Version 3 of Keystone, as it describes itself.
fn version(url: &str) -> Value {
    json!({"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": url}]})
}

/// A new token, as Keystone gives it.
pub(super) fn granted(id: &str, expires: SystemTime) -> Response {
    let expires = jiff::Timestamp::try_from(expires).unwrap().to_string();
    let endpoint = |interface: &str, region: &str, url: &str| json!({"interface": interface, "region": region, "region_id": region, "url": url});
    let catalog = json!([
        {"type": "identity", "name": "keystone", "endpoints": []},
        {"type": "database", "name": "trove", "endpoints": [
            endpoint("public", "RegionOne", "http://trove/v1.0/pid"),
            endpoint("internal", "RegionOne", "http://trove/int/v1.0/pid/"),
            endpoint("public", "RegionTwo", "http://trove/two/v1.0/pid"),
        ]},
    ]);
    let body = json!({"token": {
        "expires_at": expires, "catalog": catalog, "roles": [{"id": "r", "name": "member"}],
        "user": {"id": "uid", "name": "u"}, "project": {"id": "pid", "name": "pr"},
    }});
    let mut response = reply(201, &body);
    response.headers_mut().insert("x-subject-token", id.parse().unwrap());
    response
}

/// The settings of a complete login by password; `more` goes below `auth`.
pub(super) fn settings(more: &[(&str, &str)]) -> Settings {
    let auth = [
        ("auth_url", "http://keystone/v3"),
        ("username", "u"),
        ("password", "s3cret"),
        ("user_domain_name", "Default"),
        ("project_name", "pr"),
        ("project_domain_name", "Default"),
    ];
    let mut settings = Settings::from_parts("one", [], auth, Source::Given);
    for (key, value) in more {
        settings.set_auth(Key::find(key).unwrap(), *value, Source::Given);
    }
    settings
}

pub(super) fn session(
    settings: &Settings,
    fake: &Arc<Fake>,
    clock: &Arc<ManualClock>,
    cache: Option<&TokenCache>,
) -> Session {
    let transport: Arc<dyn Transport> = fake.clone();
    let clock: Arc<dyn Clock> = clock.clone();
    Session::new(settings, transport, clock, cache.cloned()).unwrap()
}
