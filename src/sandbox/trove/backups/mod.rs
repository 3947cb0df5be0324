//! Routes of backups.

mod create;
pub(crate) mod strategies;
#[cfg(test)]
mod tests;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::page::Page;
use crate::sandbox::http::python::is_yes;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::state::schedule;
use crate::sandbox::trove::model::backup::changes::{Change, seconds};
use crate::sandbox::trove::model::backup::record::Backup;
use crate::sandbox::trove::model::datastore::Datastore;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::quota;
use rusqlite::{ToSql, params};
use serde_json::json;

pub(crate) const ROUTES: &[Route] = &[
    get("/backups", list),
    route("POST", "/backups", Body::Json(&create::BODY), create::run),
    get("/backups/{}", show),
    route("DELETE", "/backups/{}", Body::None, delete),
    get("/instances/{}/backups", list_of_instance),
];

fn list(call: &Call<'_>) -> Outcome {
    let project = call.nonempty_query("project_id");
    let all = call.query("all_projects").is_some_and(is_yes);
    // Refused even for the caller's own project (docs/server-behaviour.md 40).
    if (project.is_some() || all) && !call.caller.admin {
        return Err(Refusal::forbidden(
            "Policy doesn't allow backup:index:all_projects to be performed.",
        ));
    }
    let project = project.or((!all).then_some(call.caller.project.as_str()));
    let datastore = call.nonempty_query("datastore").map(|key| Datastore::find(call.db, key));
    let datastore = datastore.transpose()?.map(|datastore| datastore.id);
    let condition = "(?1 IS NULL OR project = ?1) AND (?2 IS NULL OR instance = ?2) AND (?3 IS NULL
        OR version IN (SELECT id FROM datastore_versions WHERE datastore = ?3))";
    page(call, condition, params![project, call.nonempty_query("instance_id"), datastore])
}

/// Lists the backups of an instance; administrators see those of all projects.
fn list_of_instance(call: &Call<'_>) -> Outcome {
    let instance = Instance::find_built(call, &call.segment(0))?;
    let condition = "instance = ?1 AND (project = ?2 OR ?3)";
    page(call, condition, params![instance.id, call.caller.project, call.caller.admin])
}

/// Answers with a page, the latest changed backups first.
fn page(call: &Call<'_>, condition: &str, values: &[&dyn ToSql]) -> Outcome {
    let condition = format!("NOT deleted AND {condition}");
    let order = "updated DESC, rowid DESC";
    let page: Page<Backup> = page::by_offset(call, &condition, values, order)?;
    page.reply(call, "backups", |backup| backup.view(call))
}

fn show(call: &Call<'_>) -> Outcome {
    let backup = Backup::find(call, &call.segment(0))?;
    Ok(Reply::ok(&json!({"backup": backup.view(call)?})))
}

fn delete(call: &Call<'_>) -> Outcome {
    start_delete(call, &Backup::find(call, &call.segment(0))?)?;
    Ok(Reply::accepted())
}

/// Begins to delete a backup, after the incremental ones that are based on it
/// (trove/backup/models.py, `delete`).
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
