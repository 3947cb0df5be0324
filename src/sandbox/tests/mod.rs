//! Tests of the sandbox, and the bench that all tests of its services use.

use crate::ManualClock;
use crate::sandbox::state::seed;
use crate::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

mod requests;
mod server;

/// A sandbox with a manual clock, and tokens of both accounts.
pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) admin: String,
    pub(crate) demo: String,
}

/// The answer to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Returns the status and the message of an error.
    pub(crate) fn error(&self) -> (u16, &str) {
        let message = self.body.as_object().and_then(|body| body.values().next()?.get("message"));
        (self.status, message.and_then(Value::as_str).unwrap_or_default())
    }
}

pub(crate) fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_241_469)
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Options)) -> Self {
        let clock = Arc::new(ManualClock::new(start()));
        let mut options = Options { clock: clock.clone(), ..Options::default() };
        change(&mut options);
        let sandbox = Sandbox::open(options).unwrap();
        let mut bench = Self { sandbox, clock, admin: String::new(), demo: String::new() };
        bench.admin = bench.login(&seed::ADMIN);
        bench.demo = bench.login(&seed::DEMO);
        bench
    }

    pub(crate) fn login(&self, account: &seed::Account) -> String {
        let body = json!({"auth": {"identity": {"methods": ["password"], "password": {"user": {
            "name": account.name, "domain": {"name": "Default"}, "password": account.password,
        }}}}});
        let answer = self.send("POST", "/identity/v3/auth/tokens", &[], Some(&body));
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.headers["x-subject-token"].to_str().unwrap().to_owned()
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let body = body.map(Value::to_string);
        self.send_text(method, path, headers, body.as_deref(), "application/json")
    }

    pub(crate) fn send_text(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
        content_type: &str,
    ) -> Answer {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("http://cloud:8779{path}"))
            .header("accept", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if body.is_some() {
            request = request.header("content-type", content_type);
        }
        let request = request.body(body.unwrap_or_default().into()).unwrap();
        let (head, body) = self.sandbox.handle(request).into_parts();
        let body = serde_json::from_slice(&body)
            .unwrap_or_else(|_| Value::from(String::from_utf8(body).unwrap()));
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    fn trove(&self, who: &seed::Account, method: &str, path: &str, body: Option<Value>) -> Answer {
        let token = if who.name == "admin" { &self.admin } else { &self.demo };
        let path = format!("/v1.0/{}{path}", who.project_id);
        self.send(method, &path, &[("x-auth-token", token)], body.as_ref())
    }

    pub(crate) fn demo(&self, method: &str, path: &str, body: Value) -> Answer {
        self.trove(&seed::DEMO, method, path, Some(body))
    }

    pub(crate) fn admin(&self, method: &str, path: &str, body: Value) -> Answer {
        self.trove(&seed::ADMIN, method, path, Some(body))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.trove(&seed::DEMO, "GET", path, None)
    }

    pub(crate) fn admin_get(&self, path: &str) -> Answer {
        self.trove(&seed::ADMIN, "GET", path, None)
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.trove(&seed::DEMO, "DELETE", path, None)
    }

    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Creates an instance that is still in a build, and returns its ID.
    pub(crate) fn create(&self, name: &str) -> String {
        let body = json!({"instance": {"name": name, "flavorRef": "2", "volume": {"size": 1}}});
        let answer = self.demo("POST", "/instances", body);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body["instance"]["id"].as_str().unwrap().to_owned()
    }

    /// Creates an instance, waits until it runs, and returns its ID.
    pub(crate) fn running(&self, name: &str) -> String {
        let id = self.create(name);
        self.wait(6);
        assert_eq!(self.state(&id), "ACTIVE/HEALTHY");
        id
    }

    /// Returns `status/operating_status` of an instance, or the HTTP status of an error.
    pub(crate) fn state(&self, id: &str) -> String {
        let answer = self.get(&format!("/instances/{id}"));
        if answer.status != 200 {
            return answer.status.to_string();
        }
        let instance = &answer.body["instance"];
        let text = |key: &str| instance[key].as_str().unwrap().to_owned();
        format!("{}/{}", text("status"), text("operating_status"))
    }
}

#[test]
fn an_instance_is_built_and_deleted() {
    let bench = Bench::new();
    let id = bench.create("db1");
    assert_eq!(bench.state(&id), "BUILD/");
    bench.wait(6);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
    assert_eq!(bench.delete(&format!("/instances/{id}")).status, 202);
    assert_eq!(bench.state(&id), "SHUTDOWN/");
    bench.wait(2);
    assert_eq!(bench.state(&id), "404");
}
