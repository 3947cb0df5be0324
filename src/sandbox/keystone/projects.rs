//! Routes of projects and users.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::request::{base, forbidden, page, require_token};
use crate::sandbox::state::query;
use crate::sandbox::state::seed::DOMAIN_ID;
use rusqlite::params;
use serde_json::{Value, json};

fn view(call: &Call<'_>, id: &str, name: &str) -> Value {
    json!({
        "id": id,
        "name": name,
        "domain_id": DOMAIN_ID,
        "description": "",
        "enabled": true,
        "parent_id": DOMAIN_ID,
        "is_domain": false,
        "tags": [],
        "options": {},
        "links": {"self": format!("{}/projects/{id}", base(call))},
    })
}

fn select(call: &Call<'_>, user: Option<&str>) -> Result<Vec<Value>, Refusal> {
    let rows: Vec<(String, String)> = call
        .db
        .prepare(
            "SELECT id, name FROM projects
             WHERE (?1 IS NULL OR id IN (SELECT scope FROM assignments WHERE user = ?1))
               AND (?2 IS NULL OR name = ?2)
             ORDER BY name",
        )?
        .query_map(params![user, call.query("name")], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let other_domain = call.query("domain_id").is_some_and(|id| id != DOMAIN_ID);
    if other_domain {
        return Ok(Vec::new());
    }
    Ok(rows.iter().map(|(id, name)| view(call, id, name)).collect())
}

pub(crate) fn list(call: &Call<'_>) -> Outcome {
    let claims = require_token(call)?;
    if !claims.is_admin() {
        return Err(forbidden("identity:list_projects"));
    }
    Ok(page(call, "projects", select(call, None)?))
}

pub(crate) fn list_own(call: &Call<'_>) -> Outcome {
    let claims = require_token(call)?;
    Ok(page(call, "projects", select(call, Some(&claims.user))?))
}

pub(crate) fn list_of_user(call: &Call<'_>) -> Outcome {
    let claims = require_token(call)?;
    let user = call.segment(0);
    if claims.user != user && !claims.is_admin() {
        return Err(forbidden("identity:list_user_projects"));
    }
    Ok(page(call, "projects", select(call, Some(&user))?))
}

pub(crate) fn show(call: &Call<'_>) -> Outcome {
    let claims = require_token(call)?;
    let id = call.segment(0);
    if !claims.is_admin() && claims.project.as_deref() != Some(&*id) {
        return Err(forbidden("identity:get_project"));
    }
    let name = query::text(call.db, "SELECT name FROM projects WHERE id = ?1", &id)?;
    let name =
        name.ok_or_else(|| Refusal::keystone(404, format!("Could not find project: {id}.")))?;
    Ok(Reply::ok(&json!({"project": view(call, &id, &name)})))
}

pub(crate) fn show_user(call: &Call<'_>) -> Outcome {
    let claims = require_token(call)?;
    let id = call.segment(0);
    if claims.user != id && !claims.is_admin() {
        return Err(forbidden("identity:get_user"));
    }
    let name = query::text(call.db, "SELECT name FROM users WHERE id = ?1", &id)?;
    let name = name.ok_or_else(|| Refusal::keystone(404, format!("Could not find user: {id}.")))?;
    let project = query::text(call.db, "SELECT default_project FROM users WHERE id = ?1", &id)?;
    Ok(Reply::ok(&json!({"user": {
        "id": id,
        "name": name,
        "domain_id": DOMAIN_ID,
        "enabled": true,
        "default_project_id": project,
        "password_expires_at": null,
        "options": {},
        "links": {"self": format!("{}/users/{id}", base(call))},
    }})))
}
