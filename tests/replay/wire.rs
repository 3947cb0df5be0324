//! Recorded runs of openstackclient, the legacy client and openstacksdk over a network: TLS, proxies, wrong
//! command lines, retries and cached tokens.

use crate::replay::compare;
use crate::support::home::{Home, Outcome, TROVE};
use crate::support::reply_rules::{Rule, Rules};
use crate::support::site::Site;
use crate::testing::ca::Ca;
use crate::testing::server::bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;
use troveclient::http::Request;

const CASES: &str = include_str!("../data/client_cases.json");

const UNDERSCORES: &str = "an option may be spelled with underscores wherever it has hyphens";
const PROGRAM: &str = "only a program can ask for that";
const NO_DISCOVERY: &str = "the address is used as it is, without a look for versions";
const NO_MICROVERSION: &str =
    "openstackclient, which is followed here, does not look at the version in the file";

/// Cases that are meant to differ, and why. A case that no longer differs must be removed.
const DEVIATIONS: &[(&str, &str)] = &[
    ("X05c", "the system's CAs are trusted, and SSL_CERT_FILE says where those are"),
    ("X08c", "a switch that is set to 0 is off"),
    ("X10", "what looks like an ID is not asked for first"),
    ("N12b", "docs/differences.md D30: an entry of no_proxy may have a port after an address too"),
    ("N10", "the passwords of ~/.netrc are not for Keystone"),
    ("CLI-G02", UNDERSCORES),
    ("CLI-G05", UNDERSCORES),
    ("CLI-G18", "'configuration show' is of a group of parameters here"),
    ("S02c", NO_DISCOVERY),
    ("S04b", NO_MICROVERSION),
    ("S04c", NO_MICROVERSION),
    ("S08", PROGRAM),
    ("S09", PROGRAM),
    ("S12", NO_DISCOVERY),
    ("S20b", "tokens are kept unless the file says otherwise"),
    ("S20d", "a token is used once, however short its life is"),
];

/// Cases that are not run, and why.
const LEFT_OUT: &[(&str, &str)] =
    &[("S10", "it asks an address outside of this machine; what was observed is a proxy's answer")];

/// Words of the error of each case that fails, so that its cause is the same.
const ERRORS: &[(&str, &[&str])] = &[
    ("not signed by a CA that this system trusts", &["X01", "X08"]),
    ("is not for '127.0.0.1', but for elsewhere.example", &["X04"]),
    ("cannot use the CA file '/nonexistent/ca.pem'", &["X02c"]),
    ("cannot use the CA file 'clouds.yaml'", &["X02d"]),
    ("cannot use the CA file 'false'", &["X03b"]),
    ("cannot use the client certificate '/nonexistent/c.pem'", &["X06"]),
    ("no answer in time", &["X09", "X09b", "X09c"]),
    ("cannot connect to http://keystone.invalid:5000", &["N12e"]),
    ("error: bad (HTTP 400)", &["X15"]),
    ("a number of seconds above 0", &["X09d"]),
    ("cloud 'nope' was not found", &["CLI-G07"]),
    ("needs auth_url", &["CLI-G08", "CLI-G10"]),
    ("cloud 'one' has no region 'RX'", &["CLI-G09"]),
    ("needs password", &["CLI-G11"]),
    ("needs token", &["CLI-G15"]),
    ("does not take 'bogus'", &["CLI-G16"]),
    ("busy (HTTP 503)", &["S06b", "S06d"]),
    ("could not be fetched: HTTP 404", &["S11b"]),
    ("mock: no rule (HTTP 404)", &["S02c"]),
];

#[derive(Deserialize)]
struct File {
    default_rules: Vec<Rule>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    /// `openstack`, `trove`, or `python`: a program that lists the instances with openstacksdk.
    program: String,
    #[serde(default)]
    argv: Vec<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// A variable without a value is removed.
    #[serde(default)]
    env: BTreeMap<String, Option<String>>,
    #[serde(default)]
    rules: Vec<Rule>,
    /// The number of times that it is run.
    #[serde(default = "once")]
    runs: usize,
    fails: bool,
    #[serde(default)]
    stdout: Option<String>,
    requests: Vec<Value>,
}

fn once() -> usize {
    1
}

/// The files, variables and servers of a case.
struct Scene {
    home: Home,
    site: Site,
}

impl Case {
    fn is_secure(&self) -> bool {
        self.title.contains("TLS")
    }

    fn scene(&self, defaults: &[Rule]) -> Scene {
        let rules = Rules::new(&self.rules, defaults, SystemTime::now());
        let scheme = if self.is_secure() { "https" } else { "http" };
        let answer = move |request: &Request| {
            let host = request.headers()["host"].to_str().unwrap();
            bytes(&rules.answer(request, &format!("{scheme}://{host}")))
        };
        let ca = Ca::new("observed");
        let site = if self.is_secure() {
            let host = if self.id == "X04" { "elsewhere.example" } else { "127.0.0.1" };
            Site::with_tls(ca.server(host, false), answer)
        } else {
            Site::answering(answer)
        };
        let home = Home::bare();
        for file in ["home/ca.pem", "cwd/certs/ca.pem"] {
            home.write(file, ca.pem());
        }
        home.write("home/.netrc", "machine 127.0.0.1 login n password q\n");
        let scene = Scene { home, site };
        for (path, text) in &self.files {
            // The reference client tries to connect only once.
            let once = "  one:\n    database_connect_retries: 0\n";
            scene.home.write(path, scene.fill(text).replace("  one:\n", once));
        }
        scene
    }

    fn run(&self, scene: &Scene) -> Outcome {
        let mut command = scene.home.program(TROVE);
        let root = scene.home.path();
        command.current_dir(root.join("cwd")).env("HOME", root.join("home"));
        command.env("NO_PROXY", "127.0.0.1,localhost");
        for (name, value) in &self.env {
            match value {
                Some(value) => command.env(name, scene.fill(value)),
                None => command.env_remove(name),
            };
        }
        if self.program == "python" {
            command.env("OS_CLOUD", "one").args(["instance", "list"]);
        } else {
            command.args(self.argv.iter().map(|word| scene.fill(word)));
        }
        Outcome::of(command)
    }

    /// The difference to the recorded case, if there is one.
    fn difference(&self, defaults: &[Rule]) -> Option<String> {
        let scene = self.scene(defaults);
        let ended: Vec<_> = (0..self.runs).map(|_| self.run(&scene)).collect();
        let last = ended.last().unwrap();
        let failed = last.status != Some(0);
        if failed != self.fails {
            return Some(format!("{last:?}"));
        }
        let words = ERRORS.iter().find(|(_, ids)| ids.contains(&self.id.as_str()));
        if failed && !words.is_some_and(|(words, _)| last.err.contains(words)) {
            return Some(format!("it is another error: {}", last.err));
        }
        if let Some(wanted) = &self.stdout
            && *wanted != last.out
        {
            return Some(format!("{wanted:?} became {:?}", last.out));
        }
        let got: Vec<_> = scene.site.asked().iter().map(shown).collect();
        let wanted = self.wanted(&scene);
        let lines =
            |list: &[Value]| list.iter().map(Value::to_string).collect::<Vec<_>>().join("\n    ");
        (got != wanted).then(|| {
            format!("requests\n    {}\n  became\n    {}\n{last:?}", lines(&wanted), lines(&got))
        })
    }

    /// The recorded requests.
    fn wanted(&self, scene: &Scene) -> Vec<Value> {
        let filled = |request: &Value| {
            // This is the service's default (trove/instance/service.py:221).
            let text = request.to_string().replace("?include_clustered=False", "");
            serde_json::from_str(&scene.fill(&text)).unwrap()
        };
        self.requests.iter().map(filled).collect()
    }
}

fn shown(request: &Request) -> Value {
    let mut value = json!({"method": request.method().as_str(), "path": request.uri().to_string()});
    for (name, text) in request.headers() {
        if HEADERS.contains(&name.as_str()) {
            value["headers"][name.as_str()] = json!(text.to_str().unwrap());
        }
    }
    if !request.body().is_empty() {
        value["body"] = serde_json::from_slice(request.body()).unwrap();
    }
    value
}

/// The headers that are compared.
const HEADERS: &[&str] = &[
    "x-auth-token",
    "authorization",
    "proxy-authorization",
    "x-openstack-request-id",
    "x-service-token",
    "openstack-api-version",
];

impl Scene {
    fn fill(&self, text: &str) -> String {
        let url = self.site.url();
        let root = self.home.path().to_str().unwrap();
        let host = url.split_once("://").unwrap().1;
        let tls = format!("{root}/home");
        [("${BASE}", url.as_str()), ("${HOSTPORT}", host), ("${ROOT}", root), ("${TLS}", &tls)]
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

#[test]
fn every_recorded_run_sends_the_same_requests_with_the_same_result() {
    let file: File = serde_json::from_str(CASES).unwrap();
    let replayed: Vec<&Case> =
        file.cases.iter().filter(|case| LEFT_OUT.iter().all(|(id, _)| *id != case.id)).collect();
    let (outcomes, next) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    // In parallel, since some cases wait for a slow server.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(case) = replayed.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let difference = case.difference(&file.default_rules);
                    outcomes.lock().unwrap().push((&*case.id, &*case.title, difference));
                }
            });
        }
    });
    let mut outcomes = outcomes.into_inner().unwrap();
    outcomes.sort();
    compare(outcomes.into_iter(), DEVIATIONS);
    assert_eq!(file.cases.len(), 66);
}

#[test]
fn every_deviation_is_of_a_recorded_run() {
    let file: File = serde_json::from_str(CASES).unwrap();
    let listed = DEVIATIONS.iter().chain(LEFT_OUT).map(|(id, _)| *id);
    let errors = ERRORS.iter().flat_map(|(_, ids)| ids.iter().copied());
    for id in listed.chain(errors) {
        assert_eq!(file.cases.iter().filter(|case| case.id == id).count(), 1, "{id}");
    }
}
