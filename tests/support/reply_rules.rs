//! A Keystone and a Trove that answer by rules, as the observed ones did.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::{Duration, SystemTime};
use troveclient::http::{Request, Response};

/// What is answered to one kind of request: one reply after the other, the last one for ever.
#[derive(Deserialize, Clone)]
pub(crate) struct Rule {
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

/// Rules, and how often each has been asked for.
pub(crate) struct Rules {
    rules: Vec<Rule>,
    hits: Mutex<Vec<usize>>,
}

impl Rules {
    pub(crate) fn new(rules: Vec<Rule>) -> Self {
        let hits = Mutex::new(vec![0; rules.len()]);
        Self { rules, hits }
    }

    /// The reply of the first rule that fits, from a cloud whose addresses begin with `base`.
    pub(crate) fn answer(&self, request: &Request, base: &str) -> Response {
        // A proxy is asked for all of an address.
        let asked = request.uri().to_string();
        let paths = [asked.split('?').next().unwrap(), request.uri().path()];
        let fits =
            |rule: &Rule| rule.method == request.method().as_str() && paths.contains(&&*rule.path);
        let Some(at) = self.rules.iter().position(fits) else {
            let body = json!({"error": {"code": 404, "message": "mock: no rule"}}).to_string();
            return http::Response::builder().status(404).body(body.into_bytes()).unwrap();
        };
        let hit = {
            let mut hits = self.hits.lock().unwrap();
            hits[at] += 1;
            hits[at]
        };
        let replies = &self.rules[at].responses;
        let reply = &replies[hit.min(replies.len()) - 1];
        reply.fill(hit, base)
    }
}

impl Reply {
    fn fill(&self, hit: usize, base: &str) -> Response {
        let fill =
            |text: &str| expiries(&text.replace("${BASE}", base).replace("${N}", &hit.to_string()));
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            match name.as_str() {
                "X-Mock-Delay" => delay(value.parse().unwrap()),
                _ => response = response.header(name, fill(value)),
            }
        }
        let body = match &self.body {
            Value::String(text) => fill(text),
            other => fill(&other.to_string()),
        };
        let response = response.header("content-type", "application/json");
        response.body(body.into_bytes()).unwrap()
    }
}

/// Lets a client wait that has less patience than this: nobody waits for the end of it.
fn delay(seconds: u64) {
    let (_never, heard) = channel::<()>();
    let _ = heard.recv_timeout(Duration::from_secs(seconds));
}

/// `${EXPIRES:60}` is in a minute.
fn expiries(text: &str) -> String {
    let Some((before, rest)) = text.split_once("${EXPIRES:") else { return text.to_owned() };
    let (seconds, after) = rest.split_once('}').unwrap();
    let time = SystemTime::now() + Duration::from_secs(seconds.parse().unwrap());
    let time = jiff::Timestamp::try_from(time).unwrap();
    format!("{before}{time}{}", expiries(after))
}
