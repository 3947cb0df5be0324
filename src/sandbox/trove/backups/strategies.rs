//! Routes of backup strategies: the containers for backups of a project or an instance.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::{Rule, types};
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/backup_strategies", list),
    route("POST", "/backup_strategies", Body::Json(&BODY), create),
    route("DELETE", "/backup_strategies", Body::None, delete),
];

const BODY: Rule = Rule::open(
    &["backup_strategy"],
    &[(
        "backup_strategy",
        &Rule::closed(
            &["swift_container"],
            &[("instance_id", &types::UUID), ("swift_container", &types::NON_EMPTY)],
        ),
    )],
);

fn view(project: &str, instance: &str, container: &str) -> Value {
    json!({
        "project_id": project,
        "instance_id": instance,
        "backend": "swift",
        "swift_container": container,
    })
}

/// Returns the project of the request, by default the caller's. Others require an administrator.
fn project<'c>(call: &'c Call<'_>) -> Result<&'c str, Refusal> {
    let project = call.query("project_id").unwrap_or(&call.caller.project);
    call.require_project(project)?;
    Ok(project)
}

/// Finds the container for backups of an instance, from its own strategy or the project's.
pub(crate) fn container(call: &Call<'_>, instance: &str) -> rusqlite::Result<Option<String>> {
    call.db
        .query_row(
            "SELECT container FROM backup_strategies WHERE project = ?1 AND instance IN (?2, '')
             ORDER BY instance DESC",
            [&call.caller.project, instance],
            |row| row.get(0),
        )
        .optional()
}

fn list(call: &Call<'_>) -> Outcome {
    let project = project(call)?;
    let strategies: Vec<Value> = call
        .db
        .prepare(
            "SELECT instance, container FROM backup_strategies
             WHERE project = ?1 AND (?2 IS NULL OR instance = ?2) ORDER BY rowid",
        )?
        .query_map(params![project, call.nonempty_query("instance_id")], |row| {
            Ok(view(project, &row.get::<_, String>(0)?, &row.get::<_, String>(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Reply::ok(&json!({"backup_strategies": strategies})))
}

/// Creates or replaces a strategy. The instance need not exist (docs/server-behaviour.md 67).
fn create(call: &Call<'_>) -> Outcome {
    let input = call.body.get("backup_strategy").cloned().unwrap_or_default();
    let text = |key: &str| input.get(key).and_then(Value::as_str).unwrap_or_default();
    let (instance, container) = (text("instance_id"), text("swift_container"));
    call.db.execute(
        "INSERT INTO backup_strategies VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET container = ?3",
        [&call.caller.project, instance, container],
    )?;
    let view = view(&call.caller.project, instance, container);
    Ok(Reply::json(202, &json!({"backup_strategy": view})))
}

/// Deletes a strategy, if it exists.
fn delete(call: &Call<'_>) -> Outcome {
    call.db.execute(
        "DELETE FROM backup_strategies WHERE project = ?1 AND instance = ?2",
        [project(call)?, call.query("instance_id").unwrap_or_default()],
    )?;
    Ok(Reply::accepted())
}
