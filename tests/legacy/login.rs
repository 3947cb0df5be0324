//! Replays the logins that the legacy client was observed to make: which variables and options count, and for what.

#![expect(clippy::indexing_slicing, reason = "a test that panics has failed")]

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use troveclient::cli::{Terminals, World};
use troveclient::http::{Request, Response, Transport};
use troveclient::{ManualClock, Result};

const BASE: &str = "http://keystone";
const EXPIRES: &str = "2099-01-01T00:00:00Z";

const PREFIX: &str = "the legacy client refuses an endpoint that does not begin with its version";
const BYPASS: &str = "the legacy client speaks to version 2 of Keystone here, whatever is there";

/// Cases whose outcome is another one here, and why. One that is no longer other must go.
const DEVIATIONS: &[(&str, &str)] = &[
    ("T02e", "the legacy client does not read the underscored spelling that it has"),
    ("T03d", "Keystone knows the user's own project"),
    ("T03e", "the ID of a user needs no name"),
    ("T04", PREFIX),
    ("T05", PREFIX),
    ("T05b", PREFIX),
    ("T08", BYPASS),
];

#[derive(Deserialize)]
struct Defaults {
    default_rules: Vec<Rule>,
}

#[derive(Deserialize, Clone)]
struct Rule {
    method: String,
    path: String,
    responses: Vec<Reply>,
}

#[derive(Deserialize, Clone)]
struct Reply {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Value,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    argv: Vec<String>,
    env: BTreeMap<String, String>,
    rules: Vec<Rule>,
    fails: bool,
    /// Without the questions for versions, and without queries.
    requests: Vec<Value>,
}

/// A server that follows the rules: the first that fits.
struct Server {
    rules: Vec<Rule>,
    asked: Mutex<Vec<Value>>,
}

impl Transport for Server {
    fn send(&self, request: Request) -> Result<Response> {
        let (method, path) = (request.method().as_str(), request.uri().path());
        let asks_version = method == "GET" && path.trim_end_matches('/').ends_with(['3', '0']);
        if !asks_version {
            let mut shown = json!({"method": method, "path": path});
            if !request.body().is_empty() {
                shown["body"] = serde_json::from_slice(request.body()).unwrap();
            }
            self.asked.lock().unwrap().push(shown);
        }
        let fits = |rule: &&Rule| rule.method == method && rule.path == path;
        let Some(rule) = self.rules.iter().find(fits) else {
            return Ok(http::Response::builder().status(404).body(Vec::new()).unwrap());
        };
        let fill = |text: &str| {
            let text = text.replace("${BASE}", BASE).replace("${N}", "1");
            text.replace("${EXPIRES:3600}", EXPIRES).replace("${EXPIRES:0}", EXPIRES)
        };
        let Reply { status, headers, body } = &rule.responses[0];
        let mut response = http::Response::builder().status(*status);
        for (name, value) in headers {
            response = response.header(name, fill(value));
        }
        let body = match body {
            Value::String(text) => fill(text),
            other => fill(&other.to_string()),
        };
        Ok(response.body(body.into_bytes()).unwrap())
    }
}

/// What differs from the observation, in one line.
fn difference(case: &Case, defaults: &[Rule]) -> Option<String> {
    let rules = case.rules.iter().chain(defaults).cloned().collect();
    let server = Arc::new(Server { rules, asked: Mutex::default() });
    let home = tempfile::tempdir().unwrap();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let env = case.env.iter().map(|(name, value)| (name.clone(), value.replace("${BASE}", BASE)));
    let world = World {
        env: env.chain([("HOME".to_owned(), home.path().display().to_string())]).collect(),
        cwd: home.path().to_owned(),
        clock: Arc::new(ManualClock::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_230_000),
        )),
        transport: Some(server.clone()),
        out: Box::new(&mut out),
        err: Box::new(&mut err),
        stdin: Box::new(std::io::empty()),
        terminals: Terminals::default(),
        before_wait: || {},
        sandbox: None,
    };
    let argv = case.argv.iter().map(|word| word.replace("${BASE}", BASE).into());
    let args = ["trove", "--no-cache"].iter().map(Into::into).chain(argv).collect();
    let code = troveclient::cli::run(args, world);
    if (code != 0) != case.fails {
        return Some(format!("exit {code}: {}", String::from_utf8_lossy(&err)));
    }
    let asked = server.asked.lock().unwrap();
    (*asked != case.requests).then(|| format!("{:?}\n  became {asked:?}", case.requests))
}

#[test]
fn every_observed_login_of_the_legacy_client_sends_the_same_requests() {
    let defaults: Defaults =
        serde_json::from_str(include_str!("../data/login_cases.json")).unwrap();
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../data/legacy_logins.json")).unwrap();
    let deviations: BTreeMap<_, _> = DEVIATIONS.iter().copied().collect();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let differs = difference(case, &defaults.default_rules);
            match (differs, deviations.contains_key(case.id.as_str())) {
                (Some(differs), false) => Some(format!("{} ({}): {differs}", case.id, case.title)),
                (None, true) => Some(format!("{}: does not deviate any more", case.id)),
                _ => None,
            }
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
