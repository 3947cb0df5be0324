//! The service of the recorded runs: a few fixed objects, and no memory of changes.

use crate::testing::fake::reply;
use crate::testing::keystone::{Keystone, service};
use serde_json::{Map, Value, json};
use std::sync::{Mutex, MutexGuard};
use troveclient::Result;
use troveclient::http::{Request, Response, Transport};

/// Its address.
pub(super) const BASE: &str = "http://recorded";
const PROJECT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The instance `db1`, the datastore version `8.0`.
const INSTANCE: &str = "00000101-0000-4000-8000-000000000101";
const VERSION: &str = "00000602-0000-4000-8000-000000000602";

/// A changing request: the service if it is not Trove, the method and path, the body.
pub(super) type Change = (Option<String>, String, Option<Value>);

/// An answer, and its headers.
type Answer = (u16, Vec<(&'static str, &'static str)>, Value);

/// Conditions in which one request fails: the request, the status, the name of the error, and its message.
const ERRORS: &[(&str, &str, u16, &str, &str)] = &[
    ("err400", "GET /instances", 400, "badRequest", "bad thing"),
    ("reqid", "GET /instances", 400, "badRequest", "bad thing"),
    ("err409", "DELETE {instance}", 409, "conflict", "busy"),
    ("err413retry", "GET /instances", 413, "overLimit", "slow"),
    ("err500", "GET {instance}", 500, "computeFault", "kaput"),
    ("err503retry", "GET /instances", 503, "serviceUnavailable", "later"),
    ("forbidden_list", "GET /instances", 403, "forbidden", "nope"),
    ("quota_forbid", "GET /mgmt/quotas/{project}", 403, "forbidden", "not admin"),
    ("log400", "POST {instance}/log", 400, "badRequest", "log is bad\nsecond line"),
];

/// The services, in one condition.
pub(super) struct Recorded {
    /// `lists`, `echoes`, `replies`: the answers by path, in which `*` is any segment.
    data: Value,
    /// The answers of this condition, which go before the others.
    instead: Vec<(String, Answer)>,
    /// The number of rows on a page.
    page: usize,
    changes: Mutex<Vec<Change>>,
}

impl Recorded {
    /// The services in the condition that a recorded run names.
    pub(super) fn new(condition: &str) -> Self {
        let data = serde_json::from_str(include_str!("../../data/recorded_replies.json")).unwrap();
        let mut made =
            Self { data, instead: Vec::new(), page: usize::MAX, changes: Mutex::default() };
        made.set(condition);
        made
    }

    fn set(&mut self, condition: &str) {
        let instance = format!("/instances/{INSTANCE}");
        if let Some((_, request, status, name, message)) =
            ERRORS.iter().find(|(of, ..)| *of == condition)
        {
            let request = request.replace("{instance}", &instance).replace("{project}", PROJECT);
            self.answer(&request, *status, json!({*name: {"code": status, "message": message}}));
        }
        match condition {
            "" => {}
            "page1" => self.page = 1,
            "empty" => {
                for (path, list) in self.data["lists"].as_object_mut().unwrap() {
                    if !path.contains('*') {
                        list["items"] = json!([]);
                    }
                }
            }
            "dup" => {
                for (path, id) in [("/instances", 104), ("/clusters", 204), ("/backups", 304)] {
                    let items = self.data["lists"][path]["items"].as_array_mut().unwrap();
                    let mut twin = items[0].clone();
                    twin["id"] = format!("{id:08}-0000-4000-8000-{id:012}").into();
                    items.push(twin);
                }
            }
            "err_keystone_style" => {
                self.answer("GET /instances", 401, json!({"error": "flat string"}));
            }
            "emptycfg" => {
                let body = json!({"instance": {"configuration": {}}});
                self.answer(&format!("GET {instance}/configuration"), 200, body);
            }
            "dvcreate_body" => {
                let body = json!({"version": {"id": VERSION}});
                self.answer("POST /mgmt/datastore-versions", 202, body);
            }
            "html502" => self.answer("GET /instances", 502, Value::Null),
            // These are defects of the legacy client in reading an answer.
            "dictip" | "nonadmin" | "protods" | "volinst" | "volinst_page1_nonadmin" => {}
            "nolimits" => self.answer("GET /limits", 200, json!({"limits": []})),
            "detail_route" => {
                self.answer("GET /instances/detail", 200, json!({"instances": []}));
            }
            "swift404" => self.answer("swift", 404, Value::Null),
            "nometa" => self.answer("HEAD", 200, Value::Null),
            "reqid" => self.instead[0].1.1.push(("x-openstack-request-id", "req-1")),
            "err413retry" => self.instead[0].1.1.push(("retry-after", "5")),
            _ if !self.instead.is_empty() => {}
            _ => panic!("no condition is called '{condition}'"),
        }
    }

    fn answer(&mut self, request: &str, status: u16, body: Value) {
        self.instead.push((request.to_owned(), (status, Vec::new(), body)));
    }

    /// The requests that change something.
    pub(super) fn changes(&self) -> Vec<Change> {
        std::mem::take(&mut self.seen())
    }

    fn seen(&self) -> MutexGuard<'_, Vec<Change>> {
        self.changes.lock().unwrap()
    }

    fn instead(&self, request: &str) -> Option<Answer> {
        let found = self.instead.iter().find(|(other, _)| other == request);
        found.map(|(_, answer)| answer.clone())
    }

    /// Two objects with three lines each.
    fn swift(&self, method: &str, path: &str) -> Answer {
        if let Some(answer) = self.instead("swift").or_else(|| self.instead(method)) {
            return answer;
        }
        if path.ends_with("/database_logs") {
            return (200, Vec::new(), self.data["log_parts"].clone());
        }
        let part = path.chars().last().unwrap_or_default();
        let text = format!("{part}a\n{part}b\n{part}c\n");
        (200, vec![("x-object-meta-lines", "3")], text.into())
    }

    fn trove(&self, method: &str, path: &str, query: &[(String, String)], sent: &Value) -> Answer {
        let request = format!("{method} {path}");
        if let Some(answer) = self.instead(&request) {
            return answer;
        }
        if !self.is_known(path) {
            return not_found();
        }
        // Some answers depend on the query.
        let asked = |key: &&&str| query.iter().any(|(asked, _)| asked == **key);
        let suffix = ["include_certificate", "count_only"].iter().find(asked);
        let suffix = suffix.map(|key| format!("?{key}")).unwrap_or_default();
        if method == "GET"
            && suffix.is_empty()
            && let Some(list) = self.fitting("lists", path)
        {
            return (200, Vec::new(), self.list(list, path, query));
        }
        if let Some(echo) = self.fitting("echoes", &request) {
            return (status(echo), Vec::new(), echoed(echo, sent));
        }
        match self.fitting("replies", &format!("{request}{suffix}")) {
            Some(reply) => (status(reply), Vec::new(), reply[1].clone()),
            None => not_found(),
        }
    }

    /// Whether the resource that the path begins with is there.
    fn is_known(&self, path: &str) -> bool {
        let mut segments = path.split('/').skip(1);
        let (Some(collection), Some(id)) = (segments.next(), segments.next()) else { return true };
        let of_known_ones =
            ["instances", "clusters", "backups", "configurations", "modules"].contains(&collection);
        let list = &self.data["lists"][format!("/{collection}")]["items"];
        !of_known_ones || list.as_array().unwrap().iter().any(|known| known["id"] == id)
    }

    fn fitting(&self, table: &str, request: &str) -> Option<&Value> {
        let table = self.data[table].as_object().unwrap();
        table.iter().find(|(pattern, _)| fits(pattern, request)).map(|(_, value)| value)
    }

    fn list(&self, list: &Value, path: &str, query: &[(String, String)]) -> Value {
        let of = |key: &str| query.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        let id = |item: &Value| item.get("id").unwrap_or(&item["name"]).clone();
        let key = list["key"].as_str().unwrap();
        let mut items = list["items"].as_array().unwrap().clone();
        if let Some(instance) = of("instance_id") {
            items.retain(|item| item["instance_id"] == instance.as_str());
        }
        if let Some(marker) = of("marker") {
            let at = items.iter().position(|item| id(item) == marker.as_str());
            items.drain(..at.map_or(items.len(), |at| at + 1));
        }
        let limit = of("limit").map_or(self.page, |limit| self.page.min(limit.parse().unwrap()));
        let mut body = Map::new();
        if items.len() > limit {
            items.truncate(limit);
            let marker = id(&items[limit - 1]);
            let href = format!(
                "{BASE}/v1.0/{PROJECT}{path}?limit={limit}&marker={}",
                marker.as_str().unwrap()
            );
            body.insert("links".into(), json!([{"rel": "next", "href": href}]));
        }
        body.insert(key.to_owned(), items.into());
        body.into()
    }
}

impl Transport for Recorded {
    fn send(&self, request: Request) -> Result<Response> {
        let url = request.uri().path_and_query().map_or("", |path| path.as_str()).to_owned();
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        let query: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let method = request.method().as_str();
        let sent: Option<Value> =
            (!request.body().is_empty()).then(|| serde_json::from_slice(request.body()).unwrap());
        let body = sent.clone().unwrap_or_default();
        if let Some(path) = path.strip_prefix("/v3") {
            let answer = keystone().answer(method, path, &body);
            return Ok(answer.unwrap_or_else(|| reply(404, &Value::Null)));
        }
        let service =
            ["swift", "mistral"].into_iter().find(|name| path.starts_with(&format!("/{name}")));
        let prefix = format!("/v1.0/{PROJECT}");
        if !matches!(method, "GET" | "HEAD") {
            let line = format!("{method} {}", url.strip_prefix(&prefix).unwrap_or(&url));
            self.seen().push((service.map(str::to_owned), line, sent));
        }
        let (status, headers, body) = match (service, path.strip_prefix(&prefix)) {
            (Some("swift"), _) => self.swift(method, path),
            (Some(_), _) => (204, Vec::new(), Value::Null),
            (None, Some(path)) => self.trove(method, path, &query, &body),
            (None, None) => not_found(),
        };
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(name, value);
        }
        let bytes = match body {
            Value::Null => Vec::new(),
            Value::String(text) => text.into_bytes(),
            body => body.to_string().into_bytes(),
        };
        Ok(response.header("content-type", "application/json").body(bytes).unwrap())
    }
}

/// Whether a path, or a method and a path, matches a pattern.
fn fits(pattern: &str, request: &str) -> bool {
    let (mut pattern, mut request) = (pattern.split('/'), request.split('/'));
    loop {
        match (pattern.next(), request.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(expected), Some(segment)) if expected == segment => {}
            (Some(expected), Some(segment))
                if expected
                    .split_once('?')
                    .is_some_and(|(head, tail)| head == "*" && segment.ends_with(tail)) => {}
            _ => return false,
        }
    }
}

fn status(reply: &Value) -> u16 {
    reply[0].as_u64().unwrap().try_into().unwrap()
}

fn not_found() -> Answer {
    let message = "The resource could not be found.";
    (404, Vec::new(), json!({"itemNotFound": {"code": 404, "message": message}}))
}

/// The answer to a creation: always the same object, with the attributes that the client sent.
fn echoed(echo: &Value, sent: &Value) -> Value {
    let mut reply = echo[1].clone();
    let (kind, made) = reply.as_object_mut().unwrap().iter_mut().next().unwrap();
    let sent = sent.get(kind).unwrap_or(sent);
    let keys = echo[2].as_array().unwrap();
    if keys.is_empty() {
        *made = sent.clone();
    }
    for key in keys.iter().map(|key| key.as_str().unwrap()) {
        match (key, sent.get(key)) {
            (_, None) => {}
            ("replica_of", Some(id)) => made[key] = json!({"id": id, "links": []}),
            (_, Some(value)) => made[key] = value.clone(),
        }
    }
    reply
}

fn keystone() -> Keystone {
    let at = |path: &str| format!("{BASE}{path}");
    let catalog = [
        ("database", at(&format!("/v1.0/{PROJECT}"))),
        ("object-store", at("/swift/v1/AUTH_x")),
        ("workflowv2", at("/mistral/v2")),
        ("identity", at("/v3")),
    ];
    let catalog = catalog.iter().map(|(kind, url)| {
        let endpoints =
            ["public", "internal", "admin"].map(|interface| [interface, "RegionOne", url]);
        service(kind, kind, &endpoints)
    });
    Keystone {
        url: at("/v3/"),
        token: "tok".into(),
        expires: "2099-01-01T00:00:00.000000Z".into(),
        user: ["u1", "admin"],
        project: [PROJECT, "demo"],
        catalog: catalog.collect(),
    }
}
