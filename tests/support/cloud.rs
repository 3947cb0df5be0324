//! A cloud for tests: the sandbox in memory with a manual clock, and `trove` run in this process.

use crate::support::place::{Ended, Place};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};
use troveclient::api::Cancel;
use troveclient::cli::Terminals;
use troveclient::config::Env;
use troveclient::http::{Request, Response, Transport};
use troveclient::sandbox::{Faults, Options, Sandbox, seed};
use troveclient::{ManualClock, Result};

/// The address of its Keystone; there are no other hosts.
pub(crate) const AUTH_URL: &str = "http://sandbox/identity/v3";

/// The options that a new cluster needs.
pub(crate) const MEMBERS: &str =
    "--instance flavor=2,volume=1 --instance flavor=2,volume=1 --instance flavor=2,volume=1";

/// A cloud, and the requests to it.
pub(crate) struct Cloud {
    network: Arc<Network>,
    clock: Arc<ManualClock>,
}

/// The result of a command line, and its requests.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: u8,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// The requests to the database service, as in `GET /instances?limit=1`.
    pub(crate) asked: Vec<String>,
    /// The bodies of the requests that had one.
    pub(crate) bodies: Vec<Value>,
    /// The requests that the sandbox has no route for.
    pub(crate) unserved: Vec<String>,
}

/// Answers a request instead of the sandbox, or not: `GET /clusters` is to the database service, and
/// `GET http://host/path` to a host outside of this cloud.
type Answer = dyn Fn(&str) -> Option<(u16, Value)> + Send + Sync;

/// The network to the sandbox, which remembers the requests.
struct Network {
    sandbox: Sandbox,
    answer: Box<Answer>,
    seen: Mutex<Vec<(String, Vec<u8>)>>,
    unserved: Mutex<Vec<String>>,
    /// An interrupt of the command, after so many requests.
    interrupt: Mutex<Option<(usize, Cancel)>>,
}

impl Transport for Network {
    fn send(&self, request: Request) -> Result<Response> {
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        // The path without /v1.0 and the project.
        let service = path.strip_prefix("/v1.0/").and_then(|path| path.split_once('/'));
        let line = match service {
            Some((_, path)) => format!("{} /{path}", request.method()),
            None => format!("{} {}", request.method(), request.uri()),
        };
        let to_service = service.is_some();
        if to_service {
            self.seen().push((line.clone(), request.body().clone()));
        }
        let ours = !to_service && request.uri().host() == Some("sandbox");
        if let Some((status, body)) = (!ours).then(|| (self.answer)(&line)).flatten() {
            let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
            return Ok(http::Response::builder().status(status).body(body).unwrap());
        }
        let response = self.sandbox.send(request)?;
        if let Some((after, cancel)) = &*self.interrupt.lock().unwrap()
            && self.seen().len() >= *after
        {
            cancel.cancel();
        }
        if to_service && is_unserved(&response) {
            self.unserved.lock().unwrap().push(line);
        }
        Ok(response)
    }
}

impl Network {
    fn seen(&self) -> MutexGuard<'_, Vec<(String, Vec<u8>)>> {
        self.seen.lock().unwrap()
    }
}

impl Cloud {
    /// An empty cloud.
    pub(crate) fn new() -> Self {
        Self::with_faults("")
    }

    /// A cloud in which this function answers before the sandbox does.
    pub(crate) fn answering(
        answer: impl Fn(&str) -> Option<(u16, Value)> + Send + Sync + 'static,
    ) -> Self {
        Self::with("", Box::new(answer))
    }

    /// An empty cloud with these faults (`trove sandbox serve --help`).
    pub(crate) fn with_faults(faults: &str) -> Self {
        Self::with(faults, Box::new(|_| None))
    }

    fn with(faults: &str, answer: Box<Answer>) -> Self {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_230_000);
        let clock = Arc::new(ManualClock::new(start));
        let faults: Faults = faults.parse().unwrap();
        let options = Options { clock: clock.clone(), faults, ..Options::default() };
        let sandbox = Sandbox::open(options).unwrap();
        Self {
            network: Arc::new(Network {
                sandbox,
                answer,
                seen: Mutex::default(),
                unserved: Mutex::default(),
                interrupt: Mutex::default(),
            }),
            clock,
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Creates instances with these names, and waits until they are ready.
    pub(crate) fn with_instances(self, names: &[&str]) -> Self {
        for name in names {
            self.ok(&format!("instance create {name} --flavor 2 --size 1 --datastore mysql --databases app --wait"));
        }
        self
    }

    /// Creates a cluster with three members, and waits until it is ready.
    pub(crate) fn with_cluster(self, name: &str) -> Self {
        self.ok(&format!("cluster create {name} mariadb 11.4.8 {MEMBERS} --wait"));
        self
    }

    /// Runs `trove LINE` as the user demo. Single quotes keep words together, and variables may stand before the
    /// command, as in a shell.
    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_as(&seed::DEMO, line, "", Terminals::default())
    }

    /// Runs a line that is typed at a shell's prompt, with this answer to its question.
    pub(crate) fn at_prompt(&self, line: &str, answer: &str) -> Ran {
        let terminals = Terminals { prompt: true, ..Terminals::default() };
        self.run_as(&seed::DEMO, line, answer, terminals)
    }

    /// Runs a line that an administrator types at a shell's prompt, with this answer to its question.
    pub(crate) fn admin_at_prompt(&self, line: &str, answer: &str) -> Ran {
        let terminals = Terminals { prompt: true, ..Terminals::default() };
        self.run_as(&seed::ADMIN, line, answer, terminals)
    }

    /// Runs a line with standard error on a terminal.
    pub(crate) fn on_terminal(&self, line: &str) -> Ran {
        let terminals = Terminals { err: true, ..Terminals::default() };
        self.run_as(&seed::DEMO, line, "", terminals)
    }

    /// Runs a line that is interrupted once the service has answered so many requests.
    pub(crate) fn interrupted(&self, after: usize, line: &str) -> Ran {
        *self.network.interrupt.lock().unwrap() = Some((after, Cancel::default()));
        let ran = self.run(line);
        *self.network.interrupt.lock().unwrap() = None;
        ran
    }

    /// Runs a line with this standard input.
    pub(crate) fn piped(&self, line: &str, stdin: &str) -> Ran {
        self.run_as(&seed::DEMO, line, stdin, Terminals::default())
    }

    /// Runs a line as an administrator.
    pub(crate) fn admin(&self, line: &str) -> Ran {
        self.run_as(&seed::ADMIN, line, "", Terminals::default())
    }

    /// Runs a line as an administrator in this home directory.
    pub(crate) fn admin_at(&self, home: &Path, line: &str) -> Ran {
        self.run_at(home, &Self::login(&seed::ADMIN), line)
    }

    /// Runs a line that must succeed, and returns its standard output.
    #[track_caller]
    pub(crate) fn ok(&self, line: &str) -> String {
        let ran = self.run(line);
        assert_eq!(ran.code, 0, "{line}: {}", ran.err);
        ran.out
    }

    /// Runs a line that must succeed with `-f json`, and returns its standard output.
    #[track_caller]
    pub(crate) fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(&format!("{line} -f json"))).unwrap()
    }

    /// Runs a line with these variables, in this home directory, which keeps the tokens.
    pub(crate) fn run_at(&self, home: &Path, variables: &[(&str, &str)], line: &str) -> Ran {
        let home = ("HOME".to_owned(), home.to_str().unwrap().to_owned());
        let own = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let env = own.chain([home]).collect();
        self.run_with(env, words(line), "", Terminals::default())
    }

    /// The variables with which a user of the sandbox logs in.
    pub(crate) fn login(who: &seed::Account) -> [(&'static str, &str); 6] {
        [
            ("OS_AUTH_URL", AUTH_URL),
            ("OS_USERNAME", who.name),
            ("OS_PASSWORD", who.password),
            ("OS_PROJECT_NAME", who.name),
            ("OS_USER_DOMAIN_NAME", seed::DOMAIN_NAME),
            ("OS_PROJECT_DOMAIN_NAME", seed::DOMAIN_NAME),
        ]
    }

    fn run_as(&self, who: &seed::Account, line: &str, stdin: &str, terminals: Terminals) -> Ran {
        let mut words = words(line);
        let own = words.iter().take_while(|word| is_variable(word)).count();
        let own: Vec<String> = words.drain(..own).collect();
        let own = own.iter().filter_map(|word| word.split_once('='));
        let login = Self::login(who).into_iter().chain([("HOME", "/nonexistent")]);
        words.insert(0, "--no-cache".into());
        self.run_with(login.chain(own).collect(), words, stdin, terminals)
    }

    fn run_with(&self, env: Env, words: Vec<String>, stdin: &str, terminals: Terminals) -> Ran {
        self.network.seen().clear();
        self.network.unserved.lock().unwrap().clear();
        let place = Place {
            env,
            cwd: None,
            clock: self.clock.clone(),
            network: Some(self.network.clone()),
        };
        let interrupt =
            self.network.interrupt.lock().unwrap().as_ref().map(|(_, cancel)| cancel.clone());
        let cancel = interrupt.unwrap_or_default();
        let Ended { code, out, err } = place.run_until(cancel, words, stdin, terminals);
        let seen = self.network.seen();
        let bodies = seen.iter().filter_map(|(_, body)| serde_json::from_slice(body).ok());
        Ran {
            code,
            asked: seen.iter().map(|(line, _)| line.clone()).collect(),
            bodies: bodies.collect(),
            unserved: self.network.unserved.lock().unwrap().clone(),
            out,
            err,
        }
    }
}

impl Ran {
    /// Asserts that the command failed with this status, with these words on standard error and no output.
    #[track_caller]
    pub(crate) fn failed(&self, code: u8, says: &str) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(says), "no '{says}' in {:?}", self.err);
        assert_eq!(self.out, "");
        self
    }

    /// Asserts that nothing was sent.
    #[track_caller]
    pub(crate) fn sent_nothing(&self) {
        assert!(self.asked.is_empty(), "{:?}", self.asked);
    }

    /// The requests that change something.
    pub(crate) fn changes(&self) -> Vec<&str> {
        self.asked.iter().map(String::as_str).filter(|line| !line.starts_with("GET ")).collect()
    }
}

/// Whether the service has no such route, or does not support the operation.
fn is_unserved(response: &Response) -> bool {
    let body = String::from_utf8_lossy(response.body());
    let no_route = response.status() == 404 && body.contains("The resource could not be found.");
    no_route || [405, 501].contains(&response.status().as_u16())
}

/// Whether a word is `NAME=value`.
fn is_variable(word: &str) -> bool {
    let name = word.split_once('=').map(|(name, _)| name);
    name.is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
