//! Modules on instances: what guest agents do with them.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::{Outcome, Refusal, Reply};
use crate::sandbox::state::schedule;
use crate::sandbox::state::timestamp::Moment;
use crate::sandbox::trove::datastores::Version;
use crate::sandbox::trove::guest;
use crate::sandbox::trove::instances::record::Instance;
use crate::sandbox::trove::modules::record::{ALL, Module};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a guest agent can do something with (`module_types`).
pub(super) const KINDS: &[&str] = &["ping", "new_relic_license"];

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.param(0))?;
    guest::reach(call, &instance)?;
    // Any text counts as yes (trove/instance/service.py:862).
    let contents = call.parameter("include_contents").is_some_and(|value| !value.is_empty());
    let rows: Vec<String> = call
        .db
        .prepare_cached(
            "SELECT record FROM instance_modules WHERE instance = ?1 ORDER BY updated DESC, module",
        )?
        .query_map([&instance.id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let records = rows.iter().filter_map(|row| serde_json::from_str(row).ok());
    let records = records.filter(|record: &Value| call.caller.admin || is_visible(record));
    let views = records.map(|record| shown(call, record, contents));
    Ok(Reply::ok(&json!({"modules": views.collect::<Vec<_>>()})))
}

fn is_visible(record: &Value) -> bool {
    record.get("visible") == Some(&Value::Bool(true))
}

/// A guest's record, with or without the contents.
fn shown(call: &Call<'_>, mut record: Value, contents: bool) -> Value {
    let of_admins = record.get("is_admin") == Some(&Value::Bool(true));
    let hidden = of_admins && !call.caller.admin;
    if let Some(fields) = record.as_object_mut() {
        if !contents {
            fields.insert("contents".into(), Value::Null);
        } else if hidden {
            let name = fields.get("name").and_then(Value::as_str).unwrap_or("Unknown");
            let text = format!("Must be admin to retrieve contents for module {name}");
            fields.insert("contents".into(), STANDARD.encode(text).into());
        }
    }
    record
}

pub(super) fn post(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.param(0))?;
    let wanted = call.body.get("modules").and_then(Value::as_array).into_iter().flatten();
    let id = |module: &Value| {
        let id = module.get("id").and_then(Value::as_str).map(str::to_owned);
        id.ok_or_else(|| call.crash("A module has no 'id'."))
    };
    let ids = wanted.map(id).collect::<Result<Vec<_>, _>>()?;
    let version = instance.version.as_deref().unwrap_or_default();
    let version = Version::by_id(call.db, version)?.ok_or(Refusal::Crash)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let modules = known(call, &ids, &version)?;
    guest::reach(call, &instance)?;
    let mut views = Vec::new();
    for module in &modules {
        views.push(shown(call, apply(call, &instance.id, module)?, false));
    }
    Ok(Reply::ok(&json!({"modules": views})))
}

/// Those of these ids that there are; the others are dropped without a word (PITFALLS 68).
fn known(call: &Call<'_>, ids: &[&str], version: &Version) -> Result<Vec<Module>, Refusal> {
    let mut modules = Module::all(call.db, "1", &[])?;
    modules.retain(|module| ids.contains(&module.id.as_str()));
    modules.retain(|module| call.caller.admin || module.is_for(call));
    for module in &modules {
        require_fit(module, version)?;
    }
    Ok(modules)
}

/// trove/module/models.py, `Modules.validate`.
fn require_fit(module: &Module, version: &Version) -> Result<(), Refusal> {
    let wrong = |what: &str, is: &str, expected: &str| {
        Refusal::bad(format!(
            "The module is invalid: Module '{}' cannot be applied  (Wrong {what} '{is}' - expected '{expected}')",
            module.name
        ))
    };
    match (&module.datastore, &module.version) {
        (Some(id), _) if *id != version.datastore => {
            Err(wrong("datastore", id, &version.datastore))
        }
        (_, Some(id)) if *id != version.id => Err(wrong("datastore version", id, &version.id)),
        _ => Ok(()),
    }
}

/// What a new instance gets: what was asked for, and what is applied without asking.
pub(crate) fn chosen(
    call: &Call<'_>,
    ids: &[&str],
    version: &Version,
) -> Result<Vec<Module>, Refusal> {
    let mut modules = known(call, ids, version)?;
    let automatic = Module::all(call.db, "auto_apply", &[])?;
    for module in automatic {
        let asked_for = modules.iter().any(|known| known.id == module.id);
        if !asked_for && module.is_for(call) && require_fit(&module, version).is_ok() {
            modules.push(module);
        }
    }
    modules.sort_by_key(|module| (!module.priority_apply, module.apply_order));
    Ok(modules)
}

/// Applies a module, and gives what the guest agent says of it.
pub(crate) fn apply(call: &Call<'_>, instance: &str, module: &Module) -> Result<Value, Refusal> {
    put(call.db, instance, module, call.now)
}

fn put(db: &Connection, instance: &str, module: &Module, now: Moment) -> Result<Value, Refusal> {
    let earlier: Option<String> = db
        .query_row(
            "SELECT record FROM instance_modules WHERE instance = ?1 AND module = ?2",
            [instance, &module.id],
            |row| row.get(0),
        )
        .optional()?;
    let earlier: Value =
        earlier.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let time = timestamp(now);
    let (status, message) = verdict(module);
    let (datastore, version) = module.names(db)?;
    let record = json!({
        "type": module.kind, "name": module.name, "datastore": datastore,
        "datastore_version": version, "tenant": module.project.as_deref().unwrap_or(ALL),
        "id": module.id, "md5": module.md5, "status": status, "message": message,
        "created": earlier.get("created").cloned().unwrap_or_else(|| json!(time)),
        "updated": time, "removed": null, "auto_apply": module.auto_apply,
        "visible": module.visible, "is_admin": module.is_admin, "contents": module.contents,
    });
    db.execute(
        "INSERT OR REPLACE INTO instance_modules VALUES (?1, ?2, ?3, ?4, ?5)",
        params![instance, module.id, module.md5, now, record.to_string()],
    )?;
    Ok(record)
}

/// As the clock of a guest prints: local time, in hundredths of seconds.
fn timestamp(now: Moment) -> String {
    format!("{}.{:02}", now.naive().replace('T', " "), now.0.rem_euclid(1000) / 10)
}

/// What the driver of the type makes of the contents (trove/guestagent/module/drivers).
fn verdict(module: &Module) -> (&'static str, String) {
    let contents = STANDARD.decode(&module.contents).unwrap_or_default();
    let contents = String::from_utf8_lossy(&contents).into_owned();
    let key = if module.kind == "ping" { "message" } else { "license_key" };
    let value = contents.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        name.trim().eq_ignore_ascii_case(key).then(|| value.trim().to_owned())
    });
    match (value, module.kind.as_str()) {
        (Some(value), "ping") => ("OK", value),
        (None, "ping") => ("ERROR", "Message not found in contents file".into()),
        (Some(_), _) => ("OK", "New Relic license key added".into()),
        (None, _) => ("ERROR", "'license_key' not found in contents file".into()),
    }
}

pub(super) fn remove(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.param(0))?;
    let module = Module::find(call, &call.param(1))?;
    guest::reach(call, &instance)?;
    let removed = call.db.execute(
        "DELETE FROM instance_modules WHERE instance = ?1 AND module = ?2",
        [&instance.id, &module.id],
    )?;
    if removed == 0 {
        return Err(Refusal::bad(format!(
            "An error occurred communicating with the guest: Module '{}' has not been applied.",
            module.name
        )));
    }
    Ok(Reply { status: 200, ..Reply::accepted() })
}

/// The instances of a module get its contents of now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reapplied {
    /// Only those that have these contents.
    pub(super) md5: Option<String>,
    pub(super) include_clustered: bool,
    pub(super) force: bool,
}

impl schedule::Change for Reapplied {
    const KIND: &'static str = "modules";
    const TAG: &'static str = "Module";
}

impl Reapplied {
    /// Makes the change.
    pub(crate) fn apply(&self, db: &Connection, module: &str, at: Moment) -> rusqlite::Result<()> {
        let Some(module) = Module::by_id(db, module)? else { return Ok(()) };
        let held: Vec<(String, String)> = db
            .prepare(
                "SELECT instance, md5 FROM instance_modules
                 JOIN instances ON instances.id = instance
                 WHERE module = ?1 AND (cluster IS NULL OR ?2)",
            )?
            .query_map(params![module.id, self.include_clustered], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (instance, md5) in held {
            let wanted = self.md5.as_ref().is_none_or(|wanted| *wanted == md5);
            if wanted && (self.force || md5 != module.md5) {
                // Of other refusals nobody is there to be told.
                if let Err(Refusal::Store(error)) = put(db, &instance, &module, at) {
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}
