//! Routes of the modules of an instance.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::trove::model::agent;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::module::apply;
use crate::sandbox::trove::model::module::record::Module;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.segment(0))?;
    agent::require_answer(call, &instance)?;
    // Any text counts as true (trove/instance/service.py:862).
    let contents = call.query("include_contents").is_some_and(|value| !value.is_empty());
    let rows: Vec<String> = call
        .db
        .prepare_cached(
            "SELECT record FROM instance_modules WHERE instance = ?1 ORDER BY updated DESC, module",
        )?
        .query_map([&instance.id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let records = rows.iter().filter_map(|row| serde_json::from_str(row).ok());
    let records = records.filter(|record: &Value| call.caller.admin || is_visible(record));
    let views = records.map(|record| view(call, record, contents));
    Ok(Reply::ok(&json!({"modules": views.collect::<Vec<_>>()})))
}

fn is_visible(record: &Value) -> bool {
    record.get("visible") == Some(&Value::Bool(true))
}

/// Returns the guest agent's record, with or without the contents.
fn view(call: &Call<'_>, mut record: Value, contents: bool) -> Value {
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

pub(crate) fn post(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.segment(0))?;
    let wanted = call.body.get("modules").and_then(Value::as_array).into_iter().flatten();
    let id = |module: &Value| {
        let id = module.get("id").and_then(Value::as_str).map(str::to_owned);
        id.ok_or_else(|| call.crash("A module has no 'id'."))
    };
    let ids = wanted.map(id).collect::<Result<Vec<_>, _>>()?;
    let version = Version::required(call.db, instance.version.as_deref())?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let modules = apply::find(call, &ids, &version)?;
    agent::require_answer(call, &instance)?;
    let mut views = Vec::new();
    for module in &modules {
        views.push(view(call, apply::to_instance(call, &instance.id, module)?, false));
    }
    Ok(Reply::ok(&json!({"modules": views})))
}

pub(crate) fn remove(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.segment(0))?;
    let module = Module::find(call, &call.segment(1))?;
    agent::require_answer(call, &instance)?;
    let removed = call.db.execute(
        "DELETE FROM instance_modules WHERE instance = ?1 AND module = ?2",
        [&instance.id, &module.id],
    )?;
    if removed == 0 {
        return Err(Refusal::bad_request(format!(
            "An error occurred communicating with the guest: Module '{}' has not been applied.",
            module.name
        )));
    }
    Ok(Reply::empty_json(200))
}
