//! Routes of the databases of an instance.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route, split_suffix};
use crate::sandbox::http::schema::Rule;
use crate::sandbox::trove::instances::bodies::DATABASES;
use crate::sandbox::trove::instances::initial::{Initial, RESERVED_DATABASES, refuse_reserved};
use crate::sandbox::trove::model::contents::Change;
use crate::sandbox::trove::model::{agent, contents};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances/{}/databases", list),
    route("POST", "/instances/{}/databases", Body::Json(&BODY), create),
    get("/instances/{}/databases/{}", show),
    route("DELETE", "/instances/{}/databases/{}", Body::None, delete),
];

const BODY: Rule = Rule::open(&["databases"], &[("databases", &DATABASES)]);

fn names(call: &Call<'_>, instance: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM databases WHERE instance = ?1";
    call.db.prepare_cached(sql)?.query_map([instance], |row| row.get(0))?.collect()
}

/// 404 for a database.
pub(crate) fn not_found(name: &str) -> Refusal {
    Refusal::not_found(format!("Database {name} cannot be found on the instance."))
}

/// Lists databases. Reserved names are left out of a page after it is cut, which makes it shorter
/// (docs/server-behaviour.md 49).
fn list(call: &Call<'_>) -> Outcome {
    let instance = agent::find_running(call, &call.segment(0))?;
    let names = names(call, &instance.id)?.into_iter().map(|name| (name.clone(), name)).collect();
    let mut page = page::by_key(call, names)?;
    page.rows.retain(|name| !RESERVED_DATABASES.contains(&name.as_str()));
    page.reply(call, "databases", |name| Ok(json!({ "name": name })))
}

fn create(call: &Call<'_>) -> Outcome {
    let instance = agent::find_running(call, &call.segment(0))?;
    Initial::read(&call.body)?;
    let known = names(call, &instance.id)?;
    let requested = call.body.get("databases").and_then(Value::as_array);
    let requested: Vec<&Value> = requested.into_iter().flatten().collect();
    for name in requested.iter().map(|database| contents::text(database, "name")) {
        if known.iter().any(|known| known == name) {
            let message = format!("A database with the name \"{name}\" already exists.");
            return Err(Refusal::bad_request(message));
        }
    }
    for database in requested {
        agent::cast(call, &instance, &Change::new_database(database))?;
    }
    Ok(Reply::accepted())
}

/// Refuses: the server does not implement this (trove/extensions/common/service.py,
/// `SchemaController.show`).
fn show(call: &Call<'_>) -> Outcome {
    agent::find_running(call, &call.segment(0))?;
    Err(Refusal::new(
        501,
        "The server has either erred or is incapable of performing the requested operation.",
    ))
}

fn delete(call: &Call<'_>) -> Outcome {
    let mut name = call.name_segment(1)?;
    if call.settings.quirks.dots_cut_names() {
        name = split_suffix(&name).0.to_owned();
    }
    let instance = agent::find_running(call, &call.segment(0))?;
    refuse_reserved("Database", &name, RESERVED_DATABASES).map_err(|refusal| {
        refusal.with_prefix("Database delete error: Cannot delete database: ")
    })?;
    if !names(call, &instance.id)?.contains(&name) {
        return Err(not_found(&name));
    }
    agent::cast(call, &instance, &Change::DropDatabase { name })?;
    Ok(Reply::accepted())
}
