//! Recorded logins of keystoneauth and openstackclient, over real connections.

use crate::replay::compare;
use crate::support::place::Place;
use crate::support::reply_rules::{Rule, Rules};
use crate::testing::server::{Act, Server, bytes};
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};
use troveclient::api::Client;
use troveclient::cli::Terminals;
use troveclient::config::{Env, Key, Lookup, Settings, Source};
use troveclient::http::Request;
use troveclient::{ManualClock, Result};

const CASES: &str = include_str!("../data/login_cases.json");

const REDIRECT: &str = "docs/differences.md D8: a token and a password go on to no other origin";
const OVERRIDE: &str =
    "docs/differences.md D4: what is set for the database service alone is honored";
const RETRY: &str = "docs/differences.md D20: a GET that a rate limit or an outage refused is repeated, as often as connect_retries says";

/// Cases that are meant to differ, and why. A case that no longer differs must be removed.
const DEVIATIONS: &[(&str, &str)] = &[
    ("Q31", "docs/differences.md D28: a password that YAML takes for a boolean is refused"),
    (
        "W05d",
        "docs/differences.md D7: an answer of 401 is no list of versions, and the address has its version",
    ),
    ("W05e", "docs/differences.md D18: a version at the end of the address is one too"),
    ("W07b", "docs/differences.md D19: version 3 is taken wherever it is offered"),
    ("W13-301", REDIRECT),
    ("W13-302", REDIRECT),
    ("W13-303", REDIRECT),
    ("W13-307", REDIRECT),
    ("W13-308", REDIRECT),
    ("W13-rel", "docs/differences.md D9: a relative Location is followed"),
    ("W14", RETRY),
    ("W14b", RETRY),
    ("W14c", RETRY),
    ("W19", OVERRIDE),
    ("W19c", OVERRIDE),
    ("W19d", OVERRIDE),
    (
        "W24b",
        "docs/differences.md D5: Keystone refuses a scope with an application credential, so none is sent",
    ),
];

/// A path that no recorded login asks for.
const PROBE: &str = "/probe";

/// The headers of every request; the others are its credentials.
const OF_ALL: &[&str] = &["accept", "host", "user-agent"];

#[derive(Deserialize)]
struct File {
    default_rules: Vec<Rule>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    files: BTreeMap<String, String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// A command line; without one, only the login was recorded.
    argv: Option<Vec<String>>,
    #[serde(default)]
    rules: Vec<Rule>,
    requests: Vec<Value>,
    #[serde(flatten)]
    outcome: Outcome,
}

/// The outcome of a case.
#[derive(Debug, Default, PartialEq, Deserialize)]
struct Outcome {
    fails: bool,
    stdout: Option<String>,
    /// The credentials of a request.
    headers: Option<BTreeMap<String, String>>,
    endpoint: Option<String>,
    project: Option<String>,
}

impl Case {
    /// Runs the case in a home directory below `root`, against `server`.
    fn run(&self, root: &Path, server: &Server) -> Outcome {
        let cwd = root.join("cwd");
        std::fs::create_dir_all(&cwd).unwrap();
        for (path, text) in &self.files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, fill(text, server)).unwrap();
        }
        let home = ("HOME".to_owned(), root.join("home").to_str().unwrap().to_owned());
        let given = self.env.iter().map(|(name, value)| (name.clone(), fill(value, server)));
        let env: Env = given.chain([home]).collect();
        match &self.argv {
            Some(argv) => command(argv.iter().map(|word| fill(word, server)), env, &cwd),
            None => {
                let mut outcome = Outcome::default();
                outcome.fails = login(env, &cwd, server, &mut outcome).is_err();
                outcome
            }
        }
    }
}

/// Runs a command line of the reference client.
fn command(argv: impl Iterator<Item = String>, env: Env, cwd: &Path) -> Outcome {
    let place = Place { env, cwd: Some(cwd.to_owned()), clock: clock(), network: None };
    let ended = place.run(argv, "", Terminals::default());
    let fails = ended.code != 0;
    Outcome { fails, stdout: (!fails).then_some(ended.out), ..Outcome::default() }
}

/// Logs in, and finds the database service.
///
/// The credentials are taken from a request to a service that exists only for this.
fn login(env: Env, cwd: &Path, server: &Server, outcome: &mut Outcome) -> Result<()> {
    let lookup = Lookup { env: env.clone(), cwd: cwd.to_owned(), ..Lookup::default() };
    let mut settings = Settings::load(&lookup)?;
    // Outside of `auth`, this is the address of a service that is called `discovery`.
    settings.set(Key::DiscoveryEndpoint, server.url(PROBE), Source::Given);
    let client = Client::builder(settings).env(env).clock(clock()).build()?;
    let session = client.session();
    session.login()?;
    session.send("discovery", Method::GET, "", &[], None)?;
    let probe = server.requests().into_iter().find(is_probe).unwrap();
    let credentials = probe.headers().iter().filter(|(name, _)| !OF_ALL.contains(&name.as_str()));
    let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    outcome.headers =
        Some(credentials.map(|(name, value)| (name.to_string(), text(value))).collect());
    outcome.endpoint = Some(session.endpoint("database")?.to_string());
    outcome.project = session.project_id()?;
    Ok(())
}

fn is_probe(request: &Request) -> bool {
    request.uri().path().starts_with(PROBE)
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(start()))
}

fn start() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// Starts a server that follows the rules.
fn serve(rules: Rules) -> Server {
    let base = Arc::new(OnceLock::<String>::new());
    let known = Arc::clone(&base);
    let server = Server::start(None, move |request: &Request| {
        Act::Last(bytes(&rules.answer(request, known.wait())))
    });
    base.set(server.url("")).unwrap();
    server
}

/// Text of a case, with the addresses of its server.
fn fill(text: &str, server: &Server) -> String {
    let url = server.url("");
    text.replace("${BASE}", &url).replace("${BASE2}", &url.replace("127.0.0.1", "localhost"))
}

/// A request in the form of the recorded cases.
fn shown(request: &Request) -> Value {
    // The recorded runs of commands compare the queries.
    let address = request.uri().to_string();
    let path = address.split('?').next();
    let mut value = json!({"method": request.method().as_str(), "path": path});
    for name in ["x-auth-token", "authorization"] {
        if let Some(text) = request.headers().get(name) {
            value["headers"][name] = json!(text.to_str().unwrap());
        }
    }
    if !request.body().is_empty() {
        let body = std::str::from_utf8(request.body()).unwrap();
        value["body"] = serde_json::from_str(body).unwrap_or_else(|_| form(body));
    }
    value
}

/// A form, without its random values.
fn form(body: &str) -> Value {
    let pairs = url::form_urlencoded::parse(body.as_bytes());
    let random = ["code_challenge", "code_verifier"];
    let shown = pairs.map(|(name, value)| {
        let value = if random.contains(&&*name) { "*".into() } else { value };
        format!("{name}={value}")
    });
    shown.collect()
}

/// The difference to the recorded case, if there is one.
fn difference(case: &Case, defaults: &[Rule]) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    let server = serve(Rules::new(&case.rules, defaults, start()));
    let mut outcome = case.run(root.path(), &server);
    let filled = |text: &Option<String>| text.as_deref().map(|text| fill(text, &server));
    let wanted = Outcome {
        endpoint: filled(&case.outcome.endpoint),
        headers: case.outcome.headers.clone(),
        project: case.outcome.project.clone(),
        stdout: case.outcome.stdout.clone(),
        fails: case.outcome.fails,
    };
    if wanted.stdout.is_none() {
        outcome.stdout = None;
    }
    if outcome != wanted {
        return Some(format!("{wanted:?} became {outcome:?}"));
    }
    let got = server.requests();
    let got: Vec<Value> = got.iter().filter(|request| !is_probe(request)).map(shown).collect();
    let wanted: Vec<Value> = case
        .requests
        .iter()
        .map(|request| {
            let mut request: Value =
                serde_json::from_str(&fill(&request.to_string(), &server)).unwrap();
            if let Some(Value::String(body)) = request.get("body") {
                request["body"] = form(body);
            }
            request
        })
        .collect();
    (got != wanted).then(|| {
        let lines =
            |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>().join("\n    ");
        format!("requests\n    {}\n  became\n    {}", lines(&wanted), lines(&got))
    })
}

#[test]
fn every_recorded_login_sends_the_same_requests() {
    let file: File = serde_json::from_str(CASES).unwrap();
    let outcomes = file
        .cases
        .iter()
        .map(|case| (case.id.as_str(), case.title.as_str(), difference(case, &file.default_rules)));
    assert_eq!((compare(outcomes, DEVIATIONS), file.cases.len()), (93, 110));
}
