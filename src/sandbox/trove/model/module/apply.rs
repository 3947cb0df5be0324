//! Applying modules to instances, as guest agents do.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::schedule;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::module::record::{ALL, Module};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The types of modules that guest agents support (`module_types`).
pub(crate) const TYPES: &[&str] = &["ping", "new_relic_license"];

/// Finds modules by ID, and ignores unknown IDs (docs/server-behaviour.md 68). Refuses modules of another datastore.
pub(crate) fn find(
    call: &Call<'_>,
    ids: &[&str],
    version: &Version,
) -> Result<Vec<Module>, Refusal> {
    let mut modules = Module::all(call.db, "1", &[])?;
    modules.retain(|module| ids.contains(&module.id.as_str()));
    modules.retain(|module| call.caller.admin || module.belongs_to_caller(call));
    for module in &modules {
        require_match(module, version)?;
    }
    Ok(modules)
}

/// Refuses a module of another datastore or version (trove/module/models.py, `Modules.validate`).
fn require_match(module: &Module, version: &Version) -> Result<(), Refusal> {
    let wrong = |what: &str, is: &str, expected: &str| {
        Refusal::bad_request(format!(
            "The module is invalid: Module '{}' cannot be applied  (Invalid {what} '{is}' - expected '{expected}')",
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

/// Selects the modules of a new instance: those that the request names, and those that are applied
/// automatically.
pub(crate) fn select(
    call: &Call<'_>,
    ids: &[&str],
    version: &Version,
) -> Result<Vec<Module>, Refusal> {
    let mut modules = find(call, ids, version)?;
    let automatic = Module::all(call.db, "auto_apply", &[])?;
    for module in automatic {
        let is_selected = modules.iter().any(|known| known.id == module.id);
        if !is_selected && module.belongs_to_caller(call) && require_match(&module, version).is_ok()
        {
            modules.push(module);
        }
    }
    modules.sort_by_key(|module| (!module.priority_apply, module.apply_order));
    Ok(modules)
}

/// Applies a module, and returns the guest agent's record of it.
pub(crate) fn to_instance(
    call: &Call<'_>,
    instance: &str,
    module: &Module,
) -> Result<Value, Refusal> {
    write_record(call.db, instance, module, call.now)
}

fn write_record(
    db: &Connection,
    instance: &str,
    module: &Module,
    now: Timestamp,
) -> Result<Value, Refusal> {
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
    let (status, message) = driver_result(module);
    let (datastore, version) = module.datastore_names(db)?;
    let record = json!({
        "type": module.module_type, "name": module.name, "datastore": datastore,
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

/// Formats a time as guest agents do.
fn timestamp(now: Timestamp) -> String {
    format!("{}.{:02}", now.to_string().replace('T', " "), now.0.rem_euclid(1000) / 10)
}

/// Returns the result of the driver for a module's type (trove/guestagent/module/drivers).
fn driver_result(module: &Module) -> (&'static str, String) {
    let contents = STANDARD.decode(&module.contents).unwrap_or_default();
    let contents = String::from_utf8_lossy(&contents).into_owned();
    let key = if module.module_type == "ping" { "message" } else { "license_key" };
    let value = contents.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        name.trim().eq_ignore_ascii_case(key).then(|| value.trim().to_owned())
    });
    match (value, module.module_type.as_str()) {
        (Some(value), "ping") => ("OK", value),
        (None, "ping") => ("ERROR", "Message not found in contents file".into()),
        (Some(_), _) => ("OK", "New Relic license key added".into()),
        (None, _) => ("ERROR", "'license_key' not found in contents file".into()),
    }
}

/// Applies the current contents of a module to its instances. The names are part of the state file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reapply {
    /// Only to instances that have these contents.
    pub(crate) md5: Option<String>,
    pub(crate) include_clustered: bool,
    pub(crate) force: bool,
}

impl schedule::Change for Reapply {
    const KIND: &'static str = "modules";
    const TAG: &'static str = "Module";

    fn apply(&self, db: &Connection, module: &str, at: Timestamp) -> rusqlite::Result<()> {
        let Some(module) = Module::existing(db, module)? else { return Ok(()) };
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
            let is_included = self.md5.as_ref().is_none_or(|included| *included == md5);
            if is_included && (self.force || md5 != module.md5) {
                // Other refusals are ignored: no request waits for them.
                if let Err(Refusal::Database(error)) = write_record(db, &instance, &module, at) {
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}
