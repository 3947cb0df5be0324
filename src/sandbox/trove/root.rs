//! Routes of the superuser of an instance: a user `root` that lists hide, and its history.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::state::ids;
use crate::sandbox::state::record::Record;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::cluster::record::Cluster;
use crate::sandbox::trove::model::contents::{ANYWHERE, Change};
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::{agent, contents};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances/{}/root", show),
    route("POST", "/instances/{}/root", Body::None, enable),
    route("DELETE", "/instances/{}/root", Body::None, disable),
    // These have the same handlers, and find instances, too.
    get("/clusters/{}/root", show),
    route("POST", "/clusters/{}/root", Body::None, enable),
];

const ROOT: &str = "root";

/// Finds the instance, only in the caller's project even for administrators (docs/server-behaviour.md 42).
fn find(call: &Call<'_>, operation: &str) -> Result<Instance, Refusal> {
    let id = call.segment(0);
    let own = |instance: &Instance| instance.project == call.caller.project;
    let Some(instance) = Instance::by_id(call.db, &id)?.filter(own) else {
        return Err(not_an_instance(call, &id, operation)?);
    };
    if instance.deleted {
        // The version is deleted, but looked up nevertheless (docs/server-behaviour.md 36).
        return Err(Refusal::bad_request("Datastore version 'None' cannot be found."));
    }
    agent::find_running(call, &id)
}

/// Refuses an ID that is no instance: it is looked up as a cluster, and no datastore supports a
/// superuser of clusters (trove/common/cfg.py:1415).
fn not_an_instance(call: &Call<'_>, id: &str, operation: &str) -> rusqlite::Result<Refusal> {
    let own = |cluster: &Cluster| cluster.project == call.caller.project;
    Ok(match Cluster::by_id(call.db, id)?.filter(own) {
        None => Refusal::not_found("DBCluster Not Found"),
        Some(cluster) if cluster.deleted => Cluster::not_found(id),
        Some(_) => Refusal::bad_request(format!(
            "The '{operation}' operation is not supported for cluster."
        )),
    })
}

fn is_enabled(call: &Call<'_>, instance: &Instance) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM database_users WHERE instance = ?1 AND name = ?2 AND host = ?3";
    call.db.prepare_cached(sql)?.exists([&instance.id, ROOT, ANYWHERE])
}

/// Returns who enabled root for the first time, and when.
pub(crate) fn history(
    db: &Connection,
    instance: &str,
) -> rusqlite::Result<Option<(String, Timestamp)>> {
    let sql = "SELECT user, created FROM root_history WHERE instance = ?1";
    db.query_row(sql, [instance], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn show(call: &Call<'_>) -> Outcome {
    let instance = find(call, "show_root")?;
    Ok(Reply::ok(&json!({"rootEnabled": is_enabled(call, &instance)?})))
}

/// Enables root with a new password. The history keeps the first time.
fn enable(call: &Call<'_>) -> Outcome {
    let instance = find(call, "enable_root")?;
    let password = match password(call) {
        Some(password) => password,
        None => Value::String(ids::next_hex(call.db)?),
    };
    if !is_enabled(call, &instance)? {
        call.db.execute(
            "INSERT OR REPLACE INTO root_history VALUES (?1, ?2, ?3)",
            params![instance.id, call.caller.user, call.now],
        )?;
    }
    let text = password.as_str().unwrap_or_default();
    let digest = contents::digest(&instance.id, ROOT, ANYWHERE, text);
    agent::cast(call, &instance, &drop_root())?;
    let (name, host, databases) = (ROOT.into(), ANYWHERE.into(), Vec::new());
    agent::cast(call, &instance, &Change::CreateUser { name, host, digest, databases })?;
    Ok(Reply::ok(&json!({"user": {"name": ROOT, "password": password}})))
}

/// Reads the password from the body, if it has one that is not empty.
fn password(call: &Call<'_>) -> Option<Value> {
    let body: Value = serde_json::from_slice(call.request.body()).ok()?;
    let password = body.get("password")?;
    (!password.is_null() && password != "").then(|| password.clone())
}

fn drop_root() -> Change {
    Change::DropUser { name: ROOT.into(), host: ANYWHERE.into() }
}

fn disable(call: &Call<'_>) -> Outcome {
    let instance = find(call, "disable_root")?;
    if !is_enabled(call, &instance)? {
        return Err(Refusal::not_found("Root user has never been enabled on the instance."));
    }
    agent::cast(call, &instance, &drop_root())?;
    Ok(Reply::empty(204))
}
