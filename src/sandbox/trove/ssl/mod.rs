//! Routes of the encryption of an instance's connections.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::python::{is_truthy, is_yes};
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::Rule;
use crate::sandbox::trove::model::agent;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::AgentStatus;
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances/{}/ssl", show),
    route("POST", "/instances/{}/ssl", Body::Json(&Rule::Any), act),
];

const MODES: &[&str] = &["basic", "enforced", "mtls"];

/// The certificate of all instances. Its key is deleted.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----
MIIBmTCCAT6gAwIBAgIUPRquMnF4rk/4uHC+4kif7pa4hxswCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKZGIuc2FuZGJveDAgFw0yNjExMjEwNjExMjFaGA8yMTI2MTAy
ODA2MTEyMVowFTETMBEGA1UEAwwKZGIuc2FuZGJveDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABHBw5bvn152VTCfLEqV4yQH73rvh+glrzZX0sXQGA363le/SYlNz
RZlg1jduKq2paFvjegIdqiPM31MxTrMPuwqjajBoMB0GA1UdDgQWBBQz5QESXJPT
tFFEaknsDZhlgaKjODAfBgNVHSMEGDAWgBQz5QESXJPTtFFEaknsDZhlgaKjODAP
BgNVHRMBAf8EBTADAQH/MBUGA1UdEQQOMAyCCmRiLnNhbmRib3gwCgYIKoZIzj0E
AwIDSQAwRgIhANd1udPnXNwY1A3zp6cT0Ba0gdVhJwEwwKMAIIKzuVRrAiEAyixF
MjBktSjE2ExUL3KBseZjBPom3+joII8pSoju04w=
-----END CERTIFICATE-----
";

/// The state of the encryption.
#[derive(Debug, Clone, PartialEq)]
struct State {
    on: bool,
    /// The mode that was requested.
    mode: Option<String>,
}

impl State {
    fn status(&self) -> &'static str {
        if self.on { "on" } else { "off" }
    }
}

/// An instance, and the encryption of its connections.
struct Encryption {
    instance: Instance,
    is_mysql: bool,
    /// Whether it cannot be disabled (trove/guestagent/datastore/mysql/manager.py:104).
    is_always_on: bool,
    now: State,
    /// The state that a rollback restores.
    before: Option<State>,
}

impl Encryption {
    fn load(call: &Call<'_>, instance: Instance) -> Result<Self, Refusal> {
        let version = Version::of(call.db, instance.version.as_deref())?;
        let (mut is_mysql, mut is_always_on) = (false, false);
        if let Some(version) = version {
            let datastore = Datastore::of(call.db, &version)?.name;
            let major = version.version.split('.').next().and_then(|major| major.parse().ok());
            is_mysql = datastore != "postgresql";
            is_always_on = datastore == "mysql" && major.is_some_and(|major: u32| major >= 8);
        }
        // MySQL creates a certificate when it first starts.
        let fresh = (State { on: is_mysql, mode: None }, None);
        let row = call
            .db
            .prepare_cached(
                "SELECT is_on, mode, was_on, old_mode FROM instance_ssl WHERE instance = ?1",
            )?
            .query_row([&instance.id], |row| {
                let was_on: Option<bool> = row.get(2)?;
                let old_mode = row.get(3)?;
                let before = was_on.map(|on| State { on, mode: old_mode });
                Ok((State { on: row.get(0)?, mode: row.get(1)? }, before))
            })
            .optional()?;
        let (now, before) = row.unwrap_or(fresh);
        Ok(Self { instance, is_mysql, is_always_on, now, before })
    }

    /// Stores the state. Returns whether the database must be restarted.
    fn save(mut self, call: &Call<'_>) -> Result<bool, Refusal> {
        let (was_on, old_mode) = self.before.map(|before| (before.on, before.mode)).unzip();
        call.db.execute(
            "INSERT OR REPLACE INTO instance_ssl VALUES (?1, ?2, ?3, ?4, ?5)",
            params![self.instance.id, self.now.on, self.now.mode, was_on, old_mode.flatten()],
        )?;
        if self.is_mysql {
            self.instance.set_agent(AgentStatus::RestartRequired, call.now);
            self.instance.save(call.db, call.now)?;
        }
        Ok(self.is_mysql)
    }

    fn change(mut self, call: &Call<'_>, to: State) -> Result<bool, Refusal> {
        self.before = Some(std::mem::replace(&mut self.now, to));
        self.save(call)
    }
}

/// Shows the state. The mode is `builtin` unless one was requested, even if encryption is off
/// (docs/server-behaviour.md 62).
fn show(call: &Call<'_>) -> Outcome {
    let encryption = Encryption::load(call, Instance::find(call, &call.segment(0))?)?;
    agent::require_answer(call, &encryption.instance)?;
    let mode = encryption.now.mode.as_deref().unwrap_or("builtin");
    let status = encryption.now.status();
    if !encryption.now.on {
        return Ok(Reply::ok(&json!({"ssl": {"status": status, "mode": mode}})));
    }
    let mut certificate = json!({
        "cn": "db.sandbox",
        "expire_at": "2126-10-28T06:11:21.000000",
        "san": ["DNS:db.sandbox"],
    });
    if call.query("include_certificate").is_some_and(is_yes)
        && let Some(fields) = certificate.as_object_mut()
    {
        fields.insert("payload".into(), CERTIFICATE.into());
    }
    Ok(Reply::ok(&json!({"ssl": {"status": status, "mode": mode, "certificate": certificate}})))
}

/// Changes the encryption (trove/instance/service.py, `ssl_action`).
fn act(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.segment(0))?;
    instance.require_idle(call)?;
    let Some(input) = call.body.get("ssl").and_then(Value::as_object) else {
        return Err(call.crash("The object 'ssl' is missing."));
    };
    let is_set = |key: &str| input.get(key).is_some_and(is_truthy);
    let (enable, disable, rollback) = (is_set("enable"), is_set("disable"), is_set("rollback"));
    let secret = input.get("container_ref").filter(|secret| is_truthy(secret));
    if enable && secret.is_none() {
        return Err(Refusal::bad_request("You should provide container_ref for enabling ssl."));
    }
    if [enable, disable, rollback].into_iter().filter(|requested| *requested).count() > 1 {
        return Err(Refusal::bad_request("Cannot do several operations at once."));
    }
    let is_replica = instance.replica_of.is_some();
    let encryption = Encryption::load(call, instance)?;
    if rollback {
        return roll_back(call, encryption);
    }
    if is_replica {
        return Err(Refusal::bad_request(
            "Unable to modify ssl on the replica. Please perform the action on the primary instead.",
        ));
    }
    let mode = input.get("mode").map_or(Some("basic"), Value::as_str);
    let Some(mode) = mode.filter(|mode| MODES.contains(mode)) else {
        let modes = MODES.join(", ");
        return Err(Refusal::bad_request(format!(
            "Unknown SSL mode. Available options are: {modes}"
        )));
    };
    let is_url = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    if secret.is_some_and(|secret| !secret.as_str().is_some_and(is_url)) {
        return Err(call.crash("There is no such secret."));
    }
    let state = match (enable, disable) {
        (true, _) => State { on: true, mode: Some(mode.to_owned()) },
        (_, true) => State { on: false, mode: None },
        _ => return Ok(Reply::ok(&json!({"ssl": {}}))),
    };
    set(call, encryption, &state)
}

/// Changes the encryption of an instance and its replicas.
fn set(call: &Call<'_>, encryption: Encryption, state: &State) -> Outcome {
    let mut replicas = Vec::new();
    for replica in encryption.instance.replicas(call.db)? {
        replica.require_idle(call)?;
        replicas.push(Encryption::load(call, replica)?);
    }
    if !state.on && encryption.is_always_on {
        return Err(agent::error("Not supported for MySQL 8.0 and above"));
    }
    let restart = encryption.change(call, state.clone())?;
    for replica in replicas {
        replica.change(call, state.clone())?;
    }
    Ok(Reply::ok(&json!({"ssl": {"restart_required": restart}})))
}

/// Restores the state before the last change (trove/guestagent/datastore/ssl.py, `ssl_rollback`).
fn roll_back(call: &Call<'_>, mut encryption: Encryption) -> Outcome {
    let Some(before) = encryption.before.take() else {
        return Err(agent::error(
            "[Errno 2] No such file or directory: '/etc/trove/conf.d/ssl_state.json'",
        ));
    };
    encryption.now = before.clone();
    let restart = encryption.save(call)?;
    Ok(Reply::ok(&json!({"ssl": {
        "status": before.status(),
        "restart_required": restart,
        "mode": before.mode,
    }})))
}

#[cfg(test)]
mod tests;
