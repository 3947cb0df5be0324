//! Instances: databases on servers of their own.

pub(crate) mod actions;
pub(crate) mod bodies;
pub(crate) mod configuration;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod initial;
pub(crate) mod update;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page::{page_length, with_next};
use crate::sandbox::http::reply::{Outcome, Reply};
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::trove::model::instance::record::{COLUMNS, Instance};
use crate::sandbox::trove::model::instance::view;
use crate::sandbox::trove::model::instance::view::Depth;
use rusqlite::params;
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances", list),
    get("/instances/detail", list_details),
    route("POST", "/instances", Body::Like(&create::BODY), create::run),
    get("/instances/{}", show),
    route("PUT", "/instances/{}", Body::Like(&bodies::UPDATE), update::run),
    route("PATCH", "/instances/{}", Body::Like(&bodies::EDIT), update::run),
    route("DELETE", "/instances/{}", Body::None, delete::run),
    route("POST", "/instances/{}/action", Body::Chosen(actions::body), actions::run),
];

fn list(call: &Call<'_>) -> Outcome {
    page(call, Depth::Summary)
}

fn list_details(call: &Call<'_>) -> Outcome {
    page(call, Depth::Detail)
}

/// Pages are cut in the order of ids, and then sorted by age, the youngest first (PITFALLS 50).
fn page(call: &Call<'_>, depth: Depth) -> Outcome {
    let length = page_length(call)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM instances
         WHERE project = ?1 AND NOT deleted AND id > ?2 AND (cluster IS NULL OR ?3)
         ORDER BY id LIMIT ?4"
    );
    let marker = call.parameter("marker").unwrap_or_default();
    let clustered = call.says_true("include_clustered");
    let mut found: Vec<Instance> = call
        .db
        .prepare_cached(&sql)?
        .query_map(params![call.caller.project, marker, clustered, length + 1], Instance::read)?
        .collect::<rusqlite::Result<_>>()?;
    let more = i64::try_from(found.len()).unwrap_or(i64::MAX) > length;
    if more {
        found.pop();
    }
    let last = found.last().map(|instance| instance.id.clone()).filter(|_| more);
    // Whole seconds: what was made in the same one keeps its order.
    found.sort_by_key(|instance| std::cmp::Reverse(instance.created.0 / 1000));
    let views: Vec<Value> = found
        .iter()
        .map(|instance| view::view(call, instance, depth).map(Value::Object))
        .collect::<Result<_, _>>()?;
    Ok(Reply::ok(&with_next(call, "instances", views, last.as_deref())))
}

fn show(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.param(0))?;
    Ok(Reply::ok(&json!({"instance": view::view(call, &instance, Depth::Alone)?})))
}

#[cfg(test)]
mod tests;
