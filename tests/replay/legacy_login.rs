//! Recorded logins of the legacy client: which variables and options count.

use crate::replay::compare;
use crate::support::place::{Ended, Place};
use crate::support::reply_rules::{Rule, Rules};
use crate::testing::fake::Fake;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;
use troveclient::SystemClock;
use troveclient::cli::Terminals;
use troveclient::http::Request;

const BASE: &str = "http://keystone";

const PREFIX: &str = "docs/differences.md W39: the legacy client refuses an endpoint that does not begin with its version";
const BYPASS: &str = "docs/differences.md W40: the legacy client speaks to version 2 of Keystone here, whatever is there";

/// Cases that are meant to differ, and why. A case that no longer differs must be removed.
const DEVIATIONS: &[(&str, &str)] = &[
    ("T01c", "that version 2 is spoken there is not asked first"),
    (
        "T02e",
        "docs/differences.md W41: the legacy client does not read the underscored spelling that it has",
    ),
    ("T03d", "Keystone knows the user's own project"),
    ("T03e", "the ID of a user needs no name"),
    ("T04", PREFIX),
    ("T05", PREFIX),
    ("T05b", PREFIX),
    ("T08", BYPASS),
    ("T19", "docs/differences.md W62: a list is read once to find a name"),
];

#[derive(Deserialize)]
struct Defaults {
    default_rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    title: String,
    argv: Vec<String>,
    env: BTreeMap<String, String>,
    rules: Vec<Rule>,
    fails: bool,
    /// The requests without their queries.
    requests: Vec<Value>,
}

/// A request in the form of the recorded cases.
fn shown(request: &Request) -> Value {
    let mut shown = json!({"method": request.method().as_str(), "path": request.uri().path()});
    if !request.body().is_empty() {
        shown["body"] = serde_json::from_slice(request.body()).unwrap();
    }
    shown
}

/// The difference to the recorded case, in one line.
fn difference(case: &Case, defaults: &[Rule]) -> Option<String> {
    let rules = Rules::new(&case.rules, defaults, SystemTime::now());
    let keystone = Fake::new(move |request| {
        let mut request = request.clone();
        *request.uri_mut() = request.uri().path().parse().unwrap();
        rules.answer(&request, BASE)
    });
    let home = tempfile::tempdir().unwrap();
    let env = case.env.iter().map(|(name, value)| (name.clone(), value.replace("${BASE}", BASE)));
    let env = env.chain([("HOME".to_owned(), home.path().display().to_string())]).collect();
    let words = case.argv.iter().map(|word| word.replace("${BASE}", BASE));
    let words = std::iter::once("--no-cache".to_owned()).chain(words);
    let place =
        Place { env, cwd: None, clock: Arc::new(SystemClock), network: Some(keystone.clone()) };
    let Ended { code, err, .. } = place.run(words, "", Terminals::default());
    if (code != 0) != case.fails {
        return Some(format!("exit {code}: {err}"));
    }
    let asked: Vec<Value> = keystone.requests().iter().map(shown).collect();
    (asked != case.requests).then(|| format!("{:?}\n  became {asked:?}", case.requests))
}

#[test]
fn every_recorded_login_of_the_legacy_client_sends_the_same_requests() {
    let defaults: Defaults =
        serde_json::from_str(include_str!("../data/login_cases.json")).unwrap();
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../data/legacy_logins.json")).unwrap();
    let outcomes = cases.iter().map(|case| {
        (case.id.as_str(), case.title.as_str(), difference(case, &defaults.default_rules))
    });
    compare(outcomes, DEVIATIONS);
}
