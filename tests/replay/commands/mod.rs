//! Recorded command lines of the reference clients: the same outcome and the same changing requests, and for the
//! plugin the same output. `plugin.rs` and `legacy.rs` list the exceptions.

mod legacy;
mod plugin;
mod service;

use crate::replay::commands::plugin::{Deviation, Difference};
use crate::replay::commands::service::{BASE, Change, Recorded};
use crate::support::place::{Ended, Place};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use troveclient::ManualClock;
use troveclient::cli::Terminals;

/// A run of the reference client.
#[derive(Deserialize)]
struct Trace {
    argv: Vec<String>,
    label: String,
    /// The condition of the service.
    setup: String,
    rc: i32,
    /// Recorded if it succeeded; it must be the same.
    #[serde(default)]
    stdout: Option<String>,
    /// The requests that change something.
    requests: Vec<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    service: Option<String>,
    method: String,
    url: String,
    body: Option<Value>,
}

/// The result of a command line.
struct Ran {
    code: u8,
    out: String,
    err: String,
    changes: Vec<Change>,
}

/// The recorded runs of one client, and those that are meant to differ.
struct Record {
    traces: Vec<Trace>,
    deviations: &'static [Deviation],
}

fn of_plugin() -> Record {
    let traces = serde_json::from_str(include_str!("../../data/traces_osc.json")).unwrap();
    Record { traces, deviations: plugin::DEVIATIONS }
}

/// The recorded runs of the legacy client, without the commands whose API no longer exists.
fn of_legacy_client() -> Record {
    let traces = serde_json::from_str(include_str!("../../data/traces_legacy.json")).unwrap();
    Record { traces, deviations: legacy::DEVIATIONS }
}

impl Trace {
    /// The words of the command line without `database`.
    fn words(&self) -> Vec<&str> {
        let at = self.argv.iter().position(|word| word == "database");
        let words = self.argv.iter().enumerate().filter(|(index, _)| Some(*index) != at);
        words.map(|(_, word)| word.as_str()).collect()
    }

    /// Its name in the lists of exceptions: its words, and its condition in brackets.
    fn name(&self) -> String {
        let words = self.words().join(" ");
        if self.setup.is_empty() { words } else { format!("{words} [{}]", self.setup) }
    }

    /// Runs it again, and returns the differences.
    fn compare(&self) -> (Vec<Difference>, Ran) {
        let ran = run(&self.words(), &self.setup);
        let mut differences = Vec::new();
        if (ran.code == 0) != (self.rc == 0) {
            differences.push(Difference::Outcome);
        }
        let line = |sent: &Sent| {
            (sent.service.clone(), format!("{} {}", sent.method, sent.url), sent.body.clone())
        };
        if sorted(&ran.changes) != sorted(&self.requests.iter().map(line).collect::<Vec<_>>()) {
            differences.push(Difference::Changes);
        }
        let printed = self.stdout.as_ref().filter(|_| self.rc == 0 && ran.code == 0);
        if printed.is_some_and(|stdout| *stdout != ran.out) {
            differences.push(Difference::Output);
        }
        (differences, ran)
    }

    /// Both runs side by side.
    fn explain(&self, differences: &[Difference], ran: &Ran) -> String {
        let mut text = format!("{} ({}): {differences:?}\n", self.name(), self.label);
        text.push_str(&format!("  exit {} (reference {}) {}\n", ran.code, self.rc, ran.err.trim()));
        if differences.contains(&Difference::Changes) {
            text.push_str(&format!("  requests {:?}\n", ran.changes));
            for sent in &self.requests {
                let body = sent.body.as_ref().map(Value::to_string).unwrap_or_default();
                text.push_str(&format!("  reference {} {} {body}\n", sent.method, sent.url));
            }
        }
        if let Some(stdout) =
            self.stdout.as_ref().filter(|_| differences.contains(&Difference::Output))
        {
            text.push_str(&format!("--- reference\n{stdout}--- trove\n{}", ran.out));
        }
        text
    }
}

/// The requests as text, in order: several targets are processed in parallel.
fn sorted(changes: &[Change]) -> Vec<String> {
    let mut lines: Vec<String> = changes
        .iter()
        .map(|(service, line, body)| {
            let body = body.as_ref().map(canonical).unwrap_or_default();
            format!("{} {line} {body}", service.as_deref().unwrap_or_default())
        })
        .collect();
    lines.sort();
    lines
}

/// JSON with its keys in order.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let sorted: BTreeMap<&String, String> =
                object.iter().map(|(key, value)| (key, canonical(value))).collect();
            format!("{sorted:?}")
        }
        Value::Array(items) => format!("{:?}", items.iter().map(canonical).collect::<Vec<_>>()),
        other => other.to_string(),
    }
}

fn run(words: &[&str], condition: &str) -> Ran {
    let service = Arc::new(Recorded::new(condition));
    let home = tempfile::tempdir().unwrap();
    // Files that the command lines name.
    for (file, text) in [("data.txt", "hello"), ("empty.txt", "")] {
        std::fs::write(home.path().join(file), text).unwrap();
    }
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_230_000);
    let env = [
        ("OS_AUTH_URL", format!("{BASE}/v3")),
        ("OS_USERNAME", "admin".into()),
        ("OS_PASSWORD", "pw".into()),
        ("OS_PROJECT_NAME", "demo".into()),
        ("OS_USER_DOMAIN_ID", "default".into()),
        ("OS_PROJECT_DOMAIN_ID", "default".into()),
        ("OS_REGION_NAME", "RegionOne".into()),
        ("HOME", home.path().display().to_string()),
    ];
    let place = Place {
        env: env.into_iter().collect(),
        cwd: None,
        clock: Arc::new(ManualClock::new(start)),
        network: Some(service.clone()),
    };
    let words = ["--no-cache"].iter().chain(words);
    let Ended { code, out, err } = place.run(words, "", Terminals::default());
    Ran { code, out, err, changes: service.changes() }
}

impl Record {
    #[track_caller]
    fn comes_to_the_same(&self) {
        let mut wrong = Vec::new();
        for trace in &self.traces {
            let name = trace.name();
            let listed = self.deviations.iter().find(|(of, ..)| *of == name);
            let expected = listed.map_or(&[][..], |(_, how, _)| how);
            let (differences, ran) = trace.compare();
            if differences != expected {
                wrong.push(format!(
                    "{}  the list of deviations has {expected:?}\n",
                    trace.explain(&differences, &ran)
                ));
            }
        }
        assert!(wrong.is_empty(), "{} runs:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn every_recorded_run_of_the_plugin_gives_the_same_result() {
    of_plugin().comes_to_the_same();
}

#[test]
fn every_recorded_run_of_the_legacy_client_gives_the_same_result() {
    of_legacy_client().comes_to_the_same();
}

#[test]
fn every_deviation_is_of_a_recorded_run_and_has_a_reason() {
    for record in [of_plugin(), of_legacy_client()] {
        let names: Vec<String> = record.traces.iter().map(Trace::name).collect();
        for (name, how, reason) in record.deviations {
            assert!(names.iter().any(|known| known == name), "no run is called '{name}'");
            assert!(!how.is_empty() && !reason.is_empty(), "'{name}' says nothing");
            let same = record.deviations.iter().filter(|(other, ..)| other == name);
            assert_eq!(same.count(), 1, "{name}");
        }
    }
}
