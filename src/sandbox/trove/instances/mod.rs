//! Instances: databases on servers of their own.

pub(crate) mod actions;
pub(crate) mod bodies;
pub(crate) mod configuration;
pub(crate) mod create;
pub(crate) mod inherited;
pub(crate) mod initial;
mod update;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page::{page_length, with_next};
use crate::sandbox::http::reply::{Outcome, Refusal, Reply};
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::state::schedule;
use crate::sandbox::trove::clusters;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::changes::{Change, seconds};
use crate::sandbox::trove::model::instance::record::{COLUMNS, Instance};
use crate::sandbox::trove::model::instance::status::Task;
use crate::sandbox::trove::model::instance::view::Depth;
use crate::sandbox::trove::model::instance::{faults, view};
use crate::sandbox::trove::model::quota;
use rusqlite::params;
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/instances", list),
    get("/instances/detail", list_details),
    route("POST", "/instances", Body::Like(&create::BODY), create::run),
    get("/instances/{}", show),
    route("PUT", "/instances/{}", Body::Like(&bodies::UPDATE), update::run),
    route("PATCH", "/instances/{}", Body::Like(&bodies::EDIT), update::run),
    route("DELETE", "/instances/{}", Body::None, delete),
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

fn delete(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.param(0))?;
    let id = instance.id.clone();
    faults::noted(call, &id, start_delete(call, instance))?;
    Ok(Reply::accepted())
}

/// trove/instance/models.py:744.
pub(crate) fn start_delete(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    let id = instance.id.clone();
    let status = instance.status(call.db)?;
    if status == "BUILD" {
        return Err(Refusal::busy(format!("Instance {id} is not ready. (Status is {status}).")));
    }
    if !clusters::lets_go(call.db, &instance)? {
        return Err(Refusal::of_cluster());
    }
    if !instance.replicas(call.db)?.is_empty() {
        return Err(Refusal::forbidden("Detach replicas before deleting replica source."));
    }
    if instance.task != Task::Deleting || call.settings.quirks.repeated_delete_refunds() {
        let ram = Flavor::find(call.db, &instance.flavor)?.map_or(0, |flavor| flavor.ram);
        let size = instance.size.unwrap_or(0);
        let refund = [("instances", -1), ("ram", -ram), ("volumes", -size)];
        quota::charge(call.db, &instance.project, &refund)?;
    }
    instance.configuration = None;
    instance.begin(call, Task::Deleting)?;
    schedule::cancel::<Change>(call.db, &id)?;
    Ok(call.schedule(&id, seconds::DELETE, &Change::Deleted)?)
}

#[cfg(test)]
mod tests;
