//! Replays the logins that keystoneauth and openstackclient were observed to make, over real connections.

use crate::Result;
use crate::api::Client;
use crate::auth::fake::{clock, start};
use crate::cli::{Terminals, World};
use crate::config::{Env, Lookup, Settings};
use crate::http::scripted;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;

const CASES: &str = include_str!("../../tests/data/login_cases.json");

const REDIRECT: &str = "D8: a token and a password go on to no other origin";
const OVERRIDE: &str = "D4: what is set for the database service alone is honoured";
const RETRY: &str = "DESIGN: a GET that a rate limit or an outage refused is repeated, as often as connect_retries says";

/// Cases whose outcome is another one here, and why. One that is no longer other must go.
const DEVIATIONS: &[(&str, &str)] = &[
    ("W05d", "D7: an answer of 401 is no list of versions, and the address has its version"),
    ("W05e", "D18: a version at the end of the address is one too"),
    ("W07b", "D19: version 3 is taken wherever it is offered"),
    ("W13-301", REDIRECT),
    ("W13-302", REDIRECT),
    ("W13-303", REDIRECT),
    ("W13-307", REDIRECT),
    ("W13-308", REDIRECT),
    ("W13-rel", "D9: a relative Location is followed"),
    ("W14", RETRY),
    ("W14b", RETRY),
    ("W14c", RETRY),
    ("W19", OVERRIDE),
    ("W19c", OVERRIDE),
    ("W19d", OVERRIDE),
    ("W24b", "D5: Keystone refuses a scope with an application credential, so none is sent"),
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
    /// A command line; without one only the login was looked at.
    argv: Option<Vec<String>>,
    #[serde(default)]
    rules: Vec<Rule>,
    requests: Vec<Value>,
    #[serde(flatten)]
    outcome: Outcome,
}

/// What a case came to.
#[derive(Debug, Default, PartialEq, Deserialize)]
struct Outcome {
    fails: bool,
    stdout: Option<String>,
    /// What a request carries to be let in.
    headers: Option<BTreeMap<String, String>>,
    endpoint: Option<String>,
    project: Option<String>,
}

impl Case {
    /// Does what was observed, in a home of its own and against `server`.
    fn run(&self, root: &Path, server: &Server) -> Outcome {
        let cwd = root.join("cwd");
        std::fs::create_dir_all(&cwd).unwrap();
        for (path, text) in &self.files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, server.fill(text)).unwrap();
        }
        let home = ("HOME".to_owned(), root.join("home").to_str().unwrap().to_owned());
        let given = self.env.iter().map(|(name, value)| (name.clone(), server.fill(value)));
        let env: Env = given.chain([home]).collect();
        match &self.argv {
            Some(argv) => command(argv.iter().map(|word| server.fill(word)), env, &cwd),
            None => {
                let mut outcome = Outcome::default();
                outcome.fails = login(env, &cwd, &mut outcome).is_err();
                outcome
            }
        }
    }
}

/// Runs a command line of the reference's.
fn command(argv: impl Iterator<Item = String>, env: Env, cwd: &Path) -> Outcome {
    let mut out = Vec::new();
    let world = World {
        env,
        cwd: cwd.to_owned(),
        clock: clock(),
        transport: None,
        out: Box::new(&mut out),
        err: Box::new(std::io::sink()),
        stdin: Box::new(std::io::empty()),
        terminals: Terminals::default(),
        before_wait: || {},
        #[cfg(feature = "sandbox")]
        sandbox: None,
    };
    let args = std::iter::once("trove".to_owned()).chain(argv).map(OsString::from);
    let fails = crate::cli::run(args.collect(), world) != 0;
    let stdout = String::from_utf8(out).unwrap();
    Outcome { fails, stdout: (!fails).then_some(stdout), ..Outcome::default() }
}

/// Logs in, and finds the database service.
fn login(env: Env, cwd: &Path, outcome: &mut Outcome) -> Result<()> {
    let lookup = Lookup { env: env.clone(), cwd: cwd.to_owned(), ..Lookup::default() };
    let client = Client::builder(Settings::load(&lookup)?).env(env).clock(clock()).build()?;
    let session = client.session();
    let token = session.login()?;
    let carried = session.credentials(token.as_deref())?.into_iter();
    let text = |value: http::HeaderValue| value.to_str().unwrap().to_owned();
    outcome.headers = Some(carried.map(|(name, value)| (name.to_string(), text(value))).collect());
    outcome.endpoint = Some(session.endpoint("database")?.to_string());
    outcome.project = session.project_id()?;
    Ok(())
}

/// A server that follows the rules: the first that fits; of its replies one after the other.
struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Value>>>,
}

impl Server {
    fn new(rules: Vec<Rule>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::<Mutex<Vec<Value>>>::default();
        let answers = Arc::new(Answers { address, hits: Mutex::new(vec![0; rules.len()]), rules });
        let seen = Arc::clone(&requests);
        // Ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, seen) = (Arc::clone(&answers), Arc::clone(&seen));
                thread::spawn(move || answers.serve(stream, &seen));
            }
        });
        Self { address, requests }
    }

    fn fill(&self, text: &str) -> String {
        fill(text, self.address)
    }
}

fn fill(text: &str, address: SocketAddr) -> String {
    text.replace("${BASE}", &format!("http://{address}"))
        .replace("${BASE2}", &format!("http://localhost:{}", address.port()))
}

struct Answers {
    address: SocketAddr,
    rules: Vec<Rule>,
    hits: Mutex<Vec<usize>>,
}

impl Answers {
    fn serve(&self, mut stream: TcpStream, seen: &Mutex<Vec<Value>>) {
        use std::io::Write;
        while let Some(request) = scripted::read(&mut stream) {
            let request = shown(&request);
            let answer = self.answer(&request);
            seen.lock().unwrap().push(request);
            if stream.write_all(&answer).is_err() {
                return;
            }
        }
    }

    fn answer(&self, request: &Value) -> Vec<u8> {
        let path = request["path"].as_str().unwrap();
        let fits = |rule: &Rule| {
            rule.method == request["method"] && fill(&rule.path, self.address) == path
        };
        let Some(at) = self.rules.iter().position(fits) else {
            let body = json!({"error": {"message": "mock: no rule"}}).to_string();
            return written(404, "", &body);
        };
        let mut hits = self.hits.lock().unwrap();
        hits[at] += 1;
        let replies = &self.rules[at].responses;
        let Reply { status, headers, body } = &replies[hits[at].min(replies.len()) - 1];
        let fill =
            |text: &str| expiries(&fill(text, self.address).replace("${N}", &hits[at].to_string()));
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {}\r\n", fill(value))).collect();
        let body = match body {
            Value::Null => String::new(),
            Value::String(text) => fill(text),
            other => fill(&other.to_string()),
        };
        written(*status, &headers, &body)
    }
}

fn written(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} -\r\n{headers}content-length: {length}\r\n\r\n{body}").into()
}

/// `${EXPIRES:60}` is in a minute.
fn expiries(text: &str) -> String {
    let Some((before, rest)) = text.split_once("${EXPIRES:") else { return text.to_owned() };
    let (seconds, after) = rest.split_once('}').unwrap();
    let time = start() + std::time::Duration::from_secs(seconds.parse().unwrap());
    let time = jiff::Timestamp::try_from(time).unwrap();
    format!("{before}{time}{}", expiries(after))
}

/// A request as the observations have it.
fn shown(request: &str) -> Value {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut words = head.split(' ');
    let method = words.next();
    // What a command asks of the service beyond its path is held against other observations.
    let path = words.next().and_then(|path| path.split('?').next());
    let mut value = json!({ "method": method, "path": path });
    for (name, text) in head.lines().filter_map(|line| line.split_once(": ")) {
        if ["x-auth-token", "authorization"].contains(&name) {
            value["headers"][name] = json!(text);
        }
    }
    if !body.is_empty() {
        value["body"] = serde_json::from_str(body).unwrap_or_else(|_| form(body));
    }
    value
}

/// A form, without what is another one each time.
fn form(body: &str) -> Value {
    let pairs = url::form_urlencoded::parse(body.as_bytes());
    let random = ["code_challenge", "code_verifier"];
    let shown = pairs.map(|(name, value)| {
        let value = if random.contains(&&*name) { "*".into() } else { value };
        format!("{name}={value}")
    });
    shown.collect()
}

/// How a case differs from what was observed.
fn difference(case: &Case, defaults: &[Rule]) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    let server = Server::new(case.rules.iter().chain(defaults).cloned().collect());
    let mut outcome = case.run(root.path(), &server);
    let filled = |text: &Option<String>| text.as_deref().map(|text| server.fill(text));
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
    let got = server.requests.lock().unwrap();
    let wanted: Vec<Value> = case
        .requests
        .iter()
        .map(|request| {
            let mut request: Value =
                serde_json::from_str(&server.fill(&request.to_string())).unwrap();
            if let Some(Value::String(body)) = request.get("body") {
                request["body"] = form(body);
            }
            request
        })
        .collect();
    (*got != wanted).then(|| {
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
                wrong.push(format!("{} ({}): {difference}", case.id, case.title));
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
    assert_eq!((replayed, file.cases.len()), (94, 110));
}
