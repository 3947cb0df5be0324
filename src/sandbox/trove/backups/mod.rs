//! Backups: taking, listing, restoring and deleting them.

mod create;
pub(crate) mod strategies;
#[cfg(test)]
mod tests;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page::{PAGE, with_next};
use crate::sandbox::http::reply::{Outcome, Refusal, Reply};
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::state::schedule;
use crate::sandbox::trove::model::backup::changes::{Change, seconds};
use crate::sandbox::trove::model::backup::record::{Backup, COLUMNS};
use crate::sandbox::trove::model::datastore::Datastore;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::quota;
use rusqlite::{ToSql, params};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/backups", list),
    route("POST", "/backups", Body::Like(&create::BODY), create::run),
    get("/backups/{}", show),
    route("DELETE", "/backups/{}", Body::None, delete),
    get("/instances/{}/backups", list_of_instance),
];

/// What oslo takes for true (`bool_from_string`).
fn is_yes(text: &str) -> bool {
    ["1", "t", "true", "on", "y", "yes"].contains(&text.trim().to_lowercase().as_str())
}

fn list(call: &Call<'_>) -> Outcome {
    let project = call.nonempty_parameter("project_id");
    let all = call.parameter("all_projects").is_some_and(is_yes);
    // Even for the caller's own project (PITFALLS 40).
    if (project.is_some() || all) && !call.caller.admin {
        return Err(Refusal::forbidden(
            "Policy doesn't allow backup:index:all_projects to be performed.",
        ));
    }
    let project = project.or((!all).then_some(call.caller.project.as_str()));
    let datastore = call.nonempty_parameter("datastore").map(|key| Datastore::find(call.db, key));
    let datastore = datastore.transpose()?.map(|datastore| datastore.id);
    let condition = "(?1 IS NULL OR project = ?1) AND (?2 IS NULL OR instance = ?2) AND (?3 IS NULL
        OR version IN (SELECT id FROM datastore_versions WHERE datastore = ?3))";
    page(call, condition, params![project, call.nonempty_parameter("instance_id"), datastore])
}

/// Administrators see those of other projects too.
fn list_of_instance(call: &Call<'_>) -> Outcome {
    let instance = Instance::find_built(call, &call.param(0))?;
    let condition = "instance = ?1 AND (project = ?2 OR ?3)";
    page(call, condition, params![instance.id, call.caller.project, call.caller.admin])
}

/// The latest changed first. The marker is how many to skip, and the page after an exactly full
/// last one is empty (PITFALLS 46).
fn page(call: &Call<'_>, condition: &str, values: &[&dyn ToSql]) -> Outcome {
    let (limit, offset) = (call.number("limit", PAGE)?, call.number("marker", 0)?);
    let sql = format!(
        "SELECT {COLUMNS} FROM backups WHERE NOT deleted AND {condition}
         ORDER BY updated DESC, rowid DESC LIMIT ?4 OFFSET ?5"
    );
    let values: Vec<&dyn ToSql> =
        values.iter().copied().chain([&limit as _, &offset as _]).collect();
    let found: Vec<Backup> = call
        .db
        .prepare_cached(&sql)?
        .query_map(values.as_slice(), Backup::read)?
        .collect::<rusqlite::Result<_>>()?;
    let full = i64::try_from(found.len()).is_ok_and(|length| length >= limit);
    let next = full.then(|| offset.saturating_add(limit).to_string());
    let views = found.iter().map(|backup| backup.view(call)).collect::<Result<Vec<Value>, _>>()?;
    Ok(Reply::ok(&with_next(call, "backups", views, next.as_deref())))
}

fn show(call: &Call<'_>) -> Outcome {
    let backup = Backup::find(call, &call.param(0))?;
    Ok(Reply::ok(&json!({"backup": backup.view(call)?})))
}

fn delete(call: &Call<'_>) -> Outcome {
    start_delete(call, &Backup::find(call, &call.param(0))?)?;
    Ok(Reply::accepted())
}

/// Those that add to it go first (trove/backup/models.py, `delete`).
fn start_delete(call: &Call<'_>, backup: &Backup) -> Result<(), Refusal> {
    for child in backup.children(call.db)? {
        start_delete(call, &child)?;
    }
    backup.require_deletable(call)?;
    let pending = schedule::is_pending(call.db, &backup.id, &Change::Deleted)?;
    if !pending || call.settings.quirks.repeated_delete_refunds() {
        quota::charge(call.db, &call.caller.project, &[("backups", -1)])?;
    }
    if !pending {
        call.schedule(&backup.id, seconds::DELETE, &Change::Deleted)?;
    }
    Ok(())
}
