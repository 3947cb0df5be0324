//! Routes of quotas.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::trove::model::quota;
use rusqlite::params;
use serde_json::{Map, Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/mgmt/quotas/{}", show),
    // The server has no schema for this body.
    route("PUT", "/mgmt/quotas/{}", Body::ByKey(|_| Ok(None)), update),
];

/// Shows the quotas of the caller's project, or of any for administrators. It need not exist.
fn show(call: &Call<'_>) -> Outcome {
    let project = call.segment(0);
    call.require_project(&project)?;
    let mut rows = Vec::new();
    for (resource, in_use) in quota::usages(call.db, &project)? {
        let limit = quota::limit(call.db, &project, &resource)?;
        rows.push(json!({"resource": resource, "in_use": in_use, "reserved": 0, "limit": limit}));
    }
    Ok(Reply::ok(&json!({ "quotas": rows })))
}

/// Changes quotas one after the other. The first invalid one ends the request, not the changes before it
/// (docs/server-behaviour.md 66).
fn update(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let project = call.segment(0);
    if call.body.as_object().is_none_or(Map::is_empty) {
        return Err(Refusal::bad_request("Invalid request body."));
    }
    let crash = |why: &str| call.crash(why);
    let quotas = call.body.get("quotas").and_then(Value::as_object);
    let mut stored = Map::new();
    for (resource, input) in quotas.ok_or_else(|| crash("quotas must be an object."))? {
        if input.is_null() {
            continue;
        }
        let limit = input.as_f64().ok_or_else(|| crash("A quota limit must be a number."))?;
        if limit < -1.0 {
            return Err(Refusal::bad_request(format!(
                "Quota limit '{input}' for '{resource}' is too small - must be at least '-1'."
            )));
        }
        if !quota::DEFAULTS.iter().any(|(name, _)| name == resource) {
            return Err(Refusal::not_found(format!("Unknown quota resources {resource}.")));
        }
        #[expect(clippy::cast_possible_truncation, reason = "no limit is larger than 2^52")]
        let number = input.as_i64().unwrap_or(limit.round() as i64);
        call.db.execute(
            "INSERT OR REPLACE INTO quotas VALUES (?1, ?2, ?3)",
            params![project, resource, number],
        )?;
        stored.insert(resource.clone(), input.clone());
    }
    Ok(Reply::ok(&json!({ "quotas": stored })))
}
