//! Replays the logins that keystoneauth and openstackclient were observed to make.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Session;
use super::fake::{Fake, clock, reply, start};
use crate::Result;
use crate::config::{Lookup, Settings, options};
use crate::http::Request;

const CASES: &str = include_str!("../../tests/data/login_cases.json");
const BASE: &str = "http://ks.test:5000";

const LATER: &str = "there is no login by OpenID Connect or OAuth 2.0";
const TRANSPORT: &str = "redirects, proxies and logs are the transport's part";
const OVERRIDE: &str = "openstackclient ignores what is set for the database service alone";
const VERSION: &str =
    "an address that ends in its version is not asked for it, so that cannot fail";

/// Cases whose outcome is another one here, and why. One that is no longer other must go.
const DEVIATIONS: &[(&str, &str)] = &[
    ("Q20", LATER),
    ("Q20b", LATER),
    ("Q20c", LATER),
    ("Q20d", LATER),
    ("Q20e", LATER),
    ("Q21", LATER),
    ("Q22", LATER),
    ("Q23", LATER),
    ("Q23b", LATER),
    ("Q24", LATER),
    ("Q24b", LATER),
    ("Q25", LATER),
    ("W05d", VERSION),
    ("W05e", VERSION),
    ("W07b", "version 2 of Keystone is gone: 3 is taken wherever it is offered"),
    ("W13-301", TRANSPORT),
    ("W13-302", TRANSPORT),
    ("W13-303", TRANSPORT),
    ("W13-307", TRANSPORT),
    ("W13-308", TRANSPORT),
    ("W13-loop", TRANSPORT),
    ("W14d", TRANSPORT),
    ("W14e", TRANSPORT),
    ("W30", TRANSPORT),
    ("W30c", TRANSPORT),
    ("W19", OVERRIDE),
    ("W19c", OVERRIDE),
    ("W19d", OVERRIDE),
    ("W24b", "Keystone refuses a scope with an application credential, so none is sent"),
    ("W40b", "the command shows an instance, which is not replayed"),
];

#[derive(Deserialize)]
struct File {
    default_rules: Vec<Rule>,
    cases: Vec<Case>,
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
    files: BTreeMap<String, String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    argv: Option<Vec<String>>,
    #[serde(default)]
    rules: Vec<Rule>,
    fails: bool,
    #[serde(default)]
    endpoint: Option<String>,
    #[serde(default)]
    project: Option<String>,
    requests: Vec<Value>,
}

impl Case {
    fn settings(&self, root: &Path) -> Result<Settings> {
        for (path, text) in &self.files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text.replace("${BASE}", BASE)).unwrap();
        }
        let mut options = BTreeMap::new();
        let mut words = self.argv.iter().flatten();
        while let Some(word) = words.next() {
            let flag = word.trim_start_matches("--");
            if let Some(option) = options::OPTIONS.iter().find(|o| o.flags.contains(&flag)) {
                options.insert(option.key.to_owned(), words.next().unwrap().clone());
            }
        }
        let home = [("HOME".to_owned(), root.join("home").to_str().unwrap().to_owned())];
        let env = self.env.clone().into_iter().chain(home).collect();
        Settings::load(&Lookup { env, options, cwd: root.join("cwd"), network: None })
    }

    /// What the case's command does, as far as it is this module's part.
    fn run(
        &self,
        settings: &Settings,
        fake: &Arc<Fake>,
    ) -> Result<(Option<String>, Option<String>)> {
        let session = Session::new(settings, fake.clone(), clock(), None)?;
        if self.argv.is_none() {
            session.login()?;
            let endpoint = session.endpoint("database")?;
            return Ok((Some(endpoint.to_string()), session.project_id()?));
        }
        let path = "instances?include_clustered=False";
        let response = session.send("database", Method::GET, path, &[], None)?;
        if response.status().is_success() {
            Ok((None, None))
        } else {
            Err(crate::Error::invalid(format!("HTTP {}", response.status())))
        }
    }
}

/// A server that follows the rules: the first that fits; of its replies one after the other.
fn server(rules: Vec<Rule>) -> Arc<Fake> {
    let hits = Mutex::new(vec![0_usize; rules.len()]);
    Fake::new(move |request| {
        let fits = |rule: &Rule| {
            rule.method == request.method().as_str() && rule.path == request.uri().path()
        };
        let Some(at) = rules.iter().position(fits) else {
            return reply(404, &json!({"error": {"message": "mock: no rule"}}));
        };
        let mut hits = hits.lock().unwrap();
        hits[at] += 1;
        let replies = &rules[at].responses;
        let Reply { status, headers, body } = &replies[hits[at].min(replies.len()) - 1];
        let fill = |text: &str| {
            let text = text.replace("${BASE}", BASE).replace("${N}", &hits[at].to_string());
            expiries(&text)
        };
        let body = match body {
            Value::String(text) => fill(text),
            other => fill(&other.to_string()),
        };
        let mut response = http::Response::builder().status(*status);
        for (name, value) in headers {
            response = response.header(name, fill(value));
        }
        response.body(body.into_bytes()).unwrap()
    })
}

/// `${EXPIRES:60}` is in a minute.
fn expiries(text: &str) -> String {
    let Some((before, rest)) = text.split_once("${EXPIRES:") else { return text.to_owned() };
    let (seconds, after) = rest.split_once('}').unwrap();
    let time = start() + std::time::Duration::from_secs(seconds.parse().unwrap());
    let time = jiff::Timestamp::try_from(time).unwrap();
    format!("{before}{time}{}", expiries(after))
}

fn shown(request: &Request) -> Value {
    let uri = request.uri();
    let mut value = json!({
        "method": request.method().as_str(),
        "path": uri.path_and_query().unwrap().as_str(),
    });
    for name in ["x-auth-token", "authorization"] {
        if let Some(header) = request.headers().get(name) {
            value["headers"][name] = json!(header.to_str().unwrap());
        }
    }
    if !request.body().is_empty() {
        value["body"] = serde_json::from_slice(request.body()).unwrap();
    }
    value
}

/// The requests of the observation, without the question for the version that the address has.
fn wanted(case: &Case) -> Vec<Value> {
    let known = |request: &&Value| {
        let path = request["path"].as_str().unwrap().trim_end_matches('/');
        !(request["method"] == "GET" && path.ends_with("/v3"))
    };
    let mut wanted: Vec<Value> = case.requests.iter().filter(known).cloned().collect();
    for request in &mut wanted {
        if let Some(Value::Object(headers)) = request.get_mut("headers") {
            *headers = headers.iter().map(|(k, v)| (k.to_ascii_lowercase(), v.clone())).collect();
        }
    }
    wanted
}

fn difference(case: &Case, defaults: &[Rule]) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("cwd")).unwrap();
    let rules = case.rules.iter().chain(defaults).cloned().collect();
    let fake = server(rules);
    let result = case.settings(root.path()).and_then(|settings| case.run(&settings, &fake));
    let got: Vec<_> = fake.requests.lock().unwrap().iter().map(shown).collect();
    match &result {
        Err(error) if !case.fails => return Some(format!("is now the error: {error}")),
        Ok(_) if case.fails => return Some("is no error any more".to_owned()),
        Ok((endpoint, project)) => {
            let wanted = case.endpoint.as_ref().map(|url| url.replace("${BASE}", BASE));
            let known = case.project.clone().filter(|project| project != "None");
            if (endpoint, project) != (&wanted, &known) {
                return Some(format!("{wanted:?} {known:?} became {endpoint:?} {project:?}"));
            }
        }
        Err(_) => {}
    }
    let wanted = wanted(case);
    (got != wanted).then(|| {
        let lines =
            |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>().join("\n    ");
        format!("requests\n    {}\n  became\n    {}", lines(&wanted), lines(&got))
    })
}

#[test]
fn every_observed_login_sends_the_same_requests() {
    let file: File = serde_json::from_str(CASES).unwrap();
    let deviations: BTreeMap<_, _> = DEVIATIONS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut replayed = 0;
    for case in &file.cases {
        match (difference(case, &file.default_rules), deviations.get(case.id.as_str())) {
            (None, None) => replayed += 1,
            (Some(_), Some(_)) => {}
            (Some(difference), None) => {
                wrong.push(format!("{} ({}): {difference}", case.id, case.title))
            }
            (None, Some(_)) => wrong.push(format!("{}: does not deviate any more", case.id)),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        file.cases.len(),
        wrong.join("\n")
    );
    assert_eq!((replayed, file.cases.len()), (80, 110));
}
