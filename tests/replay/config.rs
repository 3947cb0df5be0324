//! Recorded settings of openstacksdk and openstackclient from files, variables and options.

use crate::replay::compare;
use crate::testing::fake::Fake;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use troveclient::auth::Session;
use troveclient::config::{Key, Lookup, Settings, Source, options};
use troveclient::{ManualClock, Result};

const CASES: &str = include_str!("../data/config_cases.json");

const OSC: &str = "docs/differences.md D21: the observation is of openstacksdk; openstackclient, which is followed here, lets \
                   variables go before the file, and the top level before 'auth'";
const TYPES: &str =
    "docs/differences.md D2: a value of a type that makes the reference fail by accident";
const QUOTES: &str = "docs/differences.md D28: a password that YAML takes for a boolean is refused";
const NULLS: &str = "docs/differences.md D3: null means absent, and not the text 'None'";

/// Cases that are meant to differ, and why. A case that no longer differs must be removed.
const DEVIATIONS: &[(&str, &str)] = &[
    ("C09", OSC),
    ("C10", OSC),
    ("D02", OSC),
    ("D04", OSC),
    ("Y16", OSC),
    ("M06", "only a program that uses openstacksdk can pass a profile as an argument"),
    ("E109", QUOTES),
    ("E111", TYPES),
    ("E116", TYPES),
    ("F10", TYPES),
    ("Y05", "docs/differences.md D2: a number as the name of a cloud is what was written"),
    ("Y10", NULLS),
];

/// Words of the error of each case that fails, so that its cause is the same.
const ERRORS: &[(&str, &[&str])] = &[
    ("was not found", &["A19", "C05", "C05o", "C06"]),
    ("must be a mapping", &["A15", "Y13"]),
    ("is not a mapping", &["B08"]),
    ("but not in clouds.yaml", &["B10"]),
    ("needs auth_url", &["C02", "C02o", "C17", "C17o", "C23", "C23o", "L00", "L00o", "M07"]),
    ("has no region '", &["C10o", "F03", "F03b", "F03c"]),
    ("defines a cloud named", &["C12", "C13"]),
    ("has no value in", &["E22", "E23"]),
    ("does not take 'bogus_key'", &["E27"]),
    ("does not take 'token'", &["P05o"]),
    ("--os-interface cannot be", &["G05o"]),
    ("exclude each other", &["H07o"]),
    ("must be true or false", &["H10d"]),
    ("'username' needs a domain", &["L03", "L12", "L12o"]),
    ("'project_name' needs a domain", &["L04", "L04o", "L23o"]),
    ("needs password", &["L05", "L05o", "P12o"]),
    ("needs username or user_id, password", &["P11o"]),
    ("needs token", &["L07", "L08o", "L26"]),
    ("needs application_credential_secret", &["L09o"]),
    ("needs application_credential_id", &["L10"]),
    ("needs passcode", &["L13", "L13o"]),
    ("needs auth_methods", &["L14", "L14o"]),
    ("needs endpoint", &["L27", "L27o"]),
    ("there is no auth type", &["L29", "L29o", "P07o"]),
    ("must be a text", &["Y09"]),
    ("no longer exists", &["M08"]),
    ("made of mappings with a 'name'", &["O02"]),
    ("one entry at most has 'default_interface'", &["O03"]),
    ("'external_network' of cloud 'one' must be absent", &["O04"]),
    ("needs identity_provider, protocol", &["L15", "L15o", "L18", "L18o"]),
    ("discovery_endpoint or access_token_endpoint", &["L16", "L16o"]),
    ("needs access_token", &["L17", "L17o"]),
    ("needs client_id", &["L19", "L20"]),
    ("needs oauth2_endpoint, oauth2_client_id, oauth2_client_secret", &["L21", "L21o"]),
    ("needs project_id or project_name or domain_id or domain_name", &["L22"]),
    ("needs username or user_id", &["L28", "L28o"]),
];

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    title: String,
    runner: String,
    files: BTreeMap<String, String>,
    env: BTreeMap<String, String>,
    #[serde(default)]
    args: BTreeMap<String, String>,
    #[serde(default)]
    argv: Vec<String>,
    #[serde(default)]
    fake_prompt: bool,
    observed: Value,
}

impl Case {
    fn lookup(&self, root: &Path) -> Lookup {
        for (path, text) in &self.files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let cwd = root.join("cwd");
        std::fs::create_dir_all(&cwd).unwrap();
        let root = root.to_str().unwrap();
        let own =
            self.env.iter().map(|(name, value)| (name.clone(), value.replace("${ROOT}", root)));
        let home = ("HOME".to_owned(), format!("{root}/home"));
        let args = self.args.iter();
        let mut options: BTreeMap<_, _> =
            args.map(|(name, value)| (Key::find(name).unwrap(), value.clone())).collect();
        let mut words = self.argv.iter();
        while let Some(word) = words.next() {
            let flag = word.trim_start_matches("--");
            let option = options::OPTIONS.iter().find(|o| o.flags.contains(&flag)).unwrap();
            let value = if option.value.is_some() { words.next().unwrap() } else { "true" };
            options.insert(option.key, value.to_owned());
        }
        Lookup { env: own.chain([home]).collect(), options, cwd, network: None }
    }

    fn run(&self, root: &Path) -> Result<Value> {
        let mut settings = Settings::load(&self.lookup(root))?;
        if self.fake_prompt {
            for key in settings.missing() {
                settings.set_auth(key, "PROMPTED", Source::Given);
            }
        }
        let told = settings.warnings().len() + settings.deprecations().len();
        let observed = self.observed.get("warnings").and_then(Value::as_array).map_or(0, Vec::len);
        assert!(told >= observed, "{}: {:?}", self.id, self.observed["warnings"]);
        // The reference client checks some settings only when it logs in, as the recorded case shows.
        if self.observed.get("ok").is_none() {
            let clock = Arc::new(ManualClock::new(std::time::UNIX_EPOCH));
            Session::new(&settings, Fake::unreachable(), clock, None)?;
        }
        Ok(outcome(&settings, root))
    }
}

/// The settings in the form of the recorded cases.
fn outcome(settings: &Settings, root: &Path) -> Value {
    let mut document = Value::Object(settings.document(true));
    // In the recorded cases it is a Python class, which `auth_type` names as well.
    document.as_object_mut().unwrap().shift_remove("plugin");
    // openstacksdk has another name for this option.
    let auth = document["auth"].as_object_mut().unwrap();
    if let Some(scope) = auth.remove("openid_scope") {
        auth.insert("scope".into(), scope);
    }
    let text = document.to_string().replace(root.to_str().unwrap(), "${ROOT}");
    comparable(serde_json::from_str(&text).unwrap())
}

/// Makes numbers of all durations; openstacksdk leaves some as text.
fn comparable(mut document: Value) -> Value {
    let seconds = |value: &mut Value| {
        let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
        *value = json!(number);
    };
    seconds(&mut document["api_timeout"]);
    for key in ["connect_retry_delay", "status_code_retry_delay"] {
        seconds(&mut document["database"][key]);
    }
    document
}

fn expected(case: &Case) -> Option<Value> {
    let mut value = comparable(case.observed.get("ok")?.clone());
    if case.runner == "sdk" {
        // openstackclient always wants version 1, and has a default domain for version 3 of Keystone.
        value["database"]["api_version"] = json!("1");
        if value["identity_api_version"] == "3" {
            let auth = value["auth"].as_object_mut().unwrap();
            for whose in ["user", "project"] {
                if !auth.contains_key(&format!("{whose}_domain_name")) {
                    auth.insert(format!("{whose}_domain_id"), json!("default"));
                }
            }
        }
    }
    Some(value)
}

/// The difference to the recorded case, in one line.
fn difference(case: &Case) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    let result = case.run(root.path());
    match (expected(case), result) {
        (Some(wanted), Ok(got)) if wanted == got => None,
        (Some(wanted), Ok(got)) => {
            let (wanted, got) = (wanted.as_object().unwrap(), got.as_object().unwrap());
            let differing: Vec<_> = wanted
                .iter()
                .filter(|(key, value)| got.get(*key) != Some(value))
                .map(|(key, value)| format!("{key}: {value} became {}", got[key]))
                .collect();
            Some(differing.join("; "))
        }
        (Some(_), Err(error)) => Some(format!("is now the error: {error}")),
        (None, Err(error)) => {
            let words = ERRORS.iter().find(|(_, ids)| ids.contains(&case.id.as_str()));
            let (words, _) = words.unwrap_or(&("(not listed)", &[]));
            (!error.to_string().contains(words)).then(|| format!("'{words}' is not in: {error}"))
        }
        (None, Ok(_)) => Some(format!("is no longer the error: {}", case.observed["error"])),
    }
}

#[test]
fn every_recorded_configuration_gives_the_same_settings() {
    let cases: Vec<Case> = serde_json::from_str(CASES).unwrap();
    let outcomes =
        cases.iter().map(|case| (case.id.as_str(), case.title.as_str(), difference(case)));
    assert_eq!((compare(outcomes, DEVIATIONS), cases.len()), (228, 240));
}
