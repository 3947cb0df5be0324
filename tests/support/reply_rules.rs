//! Replies by rules, as the servers of the recorded runs gave them.

use crate::testing::fake::reply;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::{Duration, SystemTime};
use troveclient::http::{Request, Response};

/// The replies to one method and path, in order; the last one is repeated.
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

/// Rules, and how often each of them was used.
pub(crate) struct Rules {
    rules: Vec<Rule>,
    used: Mutex<Vec<usize>>,
    now: SystemTime,
}

impl Rules {
    /// The rules of a case go before the default ones. Tokens expire some time after `now`.
    pub(crate) fn new(case: &[Rule], defaults: &[Rule], now: SystemTime) -> Self {
        let rules = [case, defaults].concat();
        let used = Mutex::new(vec![0; rules.len()]);
        Self { rules, used, now }
    }

    /// The reply of the first rule for a request, from a server whose addresses begin with `base`.
    pub(crate) fn answer(&self, request: &Request, base: &str) -> Response {
        // A proxy is sent the whole address.
        let address = request.uri().to_string();
        let path = address.split('?').next().unwrap();
        let fits = |rule: &Rule| rule.method == request.method().as_str() && rule.path == path;
        let Some(at) = self.rules.iter().position(fits) else {
            return reply(404, &json!({"error": {"code": 404, "message": "mock: no rule"}}));
        };
        let count = {
            let mut used = self.used.lock().unwrap();
            used[at] += 1;
            used[at]
        };
        let replies = &self.rules[at].responses;
        replies[count.min(replies.len()) - 1].fill(|text| {
            let text = text.replace("${BASE}", base).replace("${N}", &count.to_string());
            self.expiries(&text.replace("${BASE2}", &base.replace("127.0.0.1", "localhost")))
        })
    }

    /// `${EXPIRES:60}` is in a minute.
    fn expiries(&self, text: &str) -> String {
        let Some((before, rest)) = text.split_once("${EXPIRES:") else { return text.to_owned() };
        let (seconds, after) = rest.split_once('}').unwrap();
        let time = self.now + Duration::from_secs(seconds.parse().unwrap());
        let time = jiff::Timestamp::try_from(time).unwrap();
        format!("{before}{time}{}", self.expiries(after))
    }
}

impl Reply {
    fn fill(&self, fill: impl Fn(&str) -> String) -> Response {
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            match name.as_str() {
                "X-Mock-Delay" => delay(value.parse().unwrap()),
                _ => response = response.header(name, fill(value)),
            }
        }
        if !self.headers.contains_key("Content-Type") {
            response = response.header("content-type", "application/json");
        }
        let body = match &self.body {
            Value::Null => String::new(),
            Value::String(text) => fill(text),
            other => fill(&other.to_string()),
        };
        response.body(body.into_bytes()).unwrap()
    }
}

/// Waits longer than the timeout of the client.
fn delay(seconds: u64) {
    let (_never, heard) = channel::<()>();
    let _ = heard.recv_timeout(Duration::from_secs(seconds));
}
