//! Converts old and alternative spellings of settings to the current ones.

use crate::config::auth_type::{AuthType, LoginMethod, Version2Proof};
use crate::config::key::{Key, ValueType};
use crate::config::layer::Layer;
use crate::config::{Setting, scalar};
use crate::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;

const BYTE_ORDER_MARK: char = '\u{feff}';

type Keys = BTreeMap<String, Setting>;

/// The spellings of a key. If several are given, the last one counts.
const IDENTITY: &[(&str, &[&str])] = &[
    ("domain_id", &["domain_id", "domain-id"]),
    ("domain_name", &["domain_name", "domain-name"]),
    ("user_domain_id", &["user_domain_id", "user-domain-id"]),
    ("user_domain_name", &["user_domain_name", "user-domain-name"]),
    ("project_domain_id", &["project_domain_id", "project-domain-id"]),
    ("project_domain_name", &["project_domain_name", "project-domain-name"]),
    ("token", &["auth-token", "auth_token", "token"]),
    ("passcode", &["passcode"]),
];
const PROJECT: &[(&str, &[&str])] = &[
    ("project_id", &["tenant_id", "tenant-id", "project_id", "project-id"]),
    ("project_name", &["tenant_name", "tenant-name", "project_name", "project-name"]),
];
/// The spellings for identity API 2, which calls a project a tenant.
const TENANT: &[(&str, &[&str])] = &[
    ("tenant_id", &["project_id", "project-id", "tenant_id", "tenant-id"]),
    ("tenant_name", &["project_name", "project-name", "tenant_name", "tenant-name"]),
];

/// Applies all conversions that come before the replacement of dashes in keys. Their order matters.
pub(super) fn apply(layer: &mut Layer, wrong: &dyn Fn(&str, &str) -> Error) -> Result<()> {
    texts(layer, wrong)?;
    timeouts(&mut layer.top);
    layer.top.remove("auth_plugin");
    identity(layer);
    interfaces(&mut layer.top);
    domains(layer);
    types(&mut layer.top, wrong)
}

/// Refuses texts that YAML reads as another type, such as the password `yes`: the text as it was written
/// is lost.
fn texts(layer: &Layer, wrong: &dyn Fn(&str, &str) -> Error) -> Result<()> {
    let known = |key: &str| Key::find(&key.replace('-', "_")).map(Key::value_type);
    let is_text = |key: &str, below_auth: bool| match known(key) {
        Some(value) => value == ValueType::Text,
        None => below_auth,
    };
    let top = layer.top.iter().map(|pair| (pair, false));
    for ((key, setting), below_auth) in top.chain(layer.auth.iter().map(|pair| (pair, true))) {
        let wanted = match &setting.value {
            Value::Bool(_) => {
                "a text: words such as yes, no, on, off, true and false need quotes in YAML"
            }
            Value::Array(_) | Value::Object(_) => "a text: write it in quotes",
            _ => continue,
        };
        if is_text(key, below_auth) {
            return Err(wrong(key, wanted));
        }
    }
    Ok(())
}

/// Sets the timeout for all services to that of any of them.
fn timeouts(top: &mut Keys) {
    let own = |key: &str| key.ends_with("timeout") && key != "timeout" && key != "api_timeout";
    let keys: Vec<_> = top.keys().filter(|key| own(key)).cloned().collect();
    for key in keys {
        if let Some(setting) = top.remove(&key) {
            top.insert("api_timeout".into(), setting);
        }
    }
}

/// Moves user, project, domain and token below `auth`, where they override existing settings.
fn identity(layer: &mut Layer) {
    let auth_type = layer.text(Key::AuthType).and_then(|name| AuthType::find(&name));
    let by_password = LoginMethod::Version2(Version2Proof::Password);
    let v2 = auth_type.is_some_and(|known| known.login == by_password);
    let projects = if v2 { TENANT } else { PROJECT };
    for (target, spellings) in IDENTITY.iter().chain(projects) {
        let mut winner = None;
        for spelling in *spellings {
            for map in [&mut layer.auth, &mut layer.top] {
                winner = map.remove(*spelling).or(winner);
            }
        }
        if let Some(mut setting) = winner {
            setting.value = text(setting.value);
            if setting.is_given() {
                layer.auth.insert((*target).to_owned(), setting);
            }
        }
    }
}

/// Renames `endpoint_type` to `interface`, and overrides the latter.
fn interfaces(top: &mut Keys) {
    let old: Vec<_> = top.keys().filter(|key| key.ends_with("endpoint_type")).cloned().collect();
    for key in old {
        if let Some(setting) = top.remove(&key) {
            top.insert(key.replace("endpoint_type", "interface"), setting);
        }
    }
}

/// With a project, converts `domain_id` to the domain of both user and project: it is not the scope.
fn domains(layer: &mut Layer) {
    let scoped = ["project_id", "project_name"]
        .iter()
        .any(|key| layer.auth.contains_key(*key) || layer.top.contains_key(*key));
    if !scoped {
        return;
    }
    for kind in ["id", "name"] {
        let Some(domain) = layer.auth.remove(&format!("domain_{kind}")) else { continue };
        for whose in ["user", "project"] {
            let key = format!("{whose}_domain_{kind}");
            layer.auth.entry(key).or_insert_with(|| domain.clone());
        }
    }
}

fn types(top: &mut Keys, wrong: &dyn Fn(&str, &str) -> Error) -> Result<()> {
    let switches = Key::ALL.iter().filter(|key| key.value_type() == ValueType::Switch);
    for key in switches {
        let Some(setting) = top.get_mut(key.name()) else { continue };
        setting.value = match &setting.value {
            Value::Bool(value) => Value::Bool(*value),
            Value::String(text) => Value::Bool(text.eq_ignore_ascii_case("true")),
            _ => return Err(wrong(key.name(), "true or false")),
        };
    }
    let names = Key::ALL.iter().filter(|key| key.value_type() == ValueType::Names);
    for key in names {
        let Some(setting) = top.get_mut(key.name()) else { continue };
        if let Value::String(text) = &setting.value {
            setting.value = text.split(',').map(Value::from).collect();
        }
    }
    Ok(())
}

/// Replaces dashes in keys, and converts numbers to text.
pub(super) fn normalize(layer: Layer) -> Layer {
    Layer { top: keys(layer.top), auth: keys(layer.auth) }
}

fn keys(map: Keys) -> Keys {
    let (dashed, mut out): (Keys, Keys) = map.into_iter().partition(|(key, _)| key.contains('-'));
    for (key, setting) in dashed {
        let key = key.replace('-', "_");
        // The default of `auth_type` is laid over its dashed spelling once more.
        if key != "auth_type" {
            out.insert(key, setting);
        }
    }
    for (key, setting) in &mut out {
        setting.value = value(key, std::mem::take(&mut setting.value));
    }
    out
}

fn value(key: &str, value: Value) -> Value {
    match value {
        Value::Number(number) if is_seconds(key) && !number.is_f64() => Value::Number(number),
        Value::Number(_) => text(value),
        // `$(cat FILE)` keeps the byte order mark that an editor wrote.
        Value::String(text) if text.starts_with(BYTE_ORDER_MARK) => {
            text.trim_start_matches(BYTE_ORDER_MARK).into()
        }
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, inner)| (key.replace('-', "_"), self::value(&key, inner)))
            .collect(),
        other => other,
    }
}

fn is_seconds(key: &str) -> bool {
    Key::find(key).is_some_and(|key| key.value_type() == ValueType::Seconds)
}

/// Converts a number to text as Python's `str` does.
fn text(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            scalar::python_float(number.as_f64().unwrap_or_default()).into()
        }
        Value::Number(number) => number.to_string().into(),
        other => other,
    }
}
