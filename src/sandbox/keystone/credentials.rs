//! Application credentials: logins for programs, each of one user and project.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::request::{base, denied, page, read_body, require_token};
use crate::sandbox::keystone::tokens::Claims;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{digest, ids, query};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};

struct Credential {
    id: String,
    name: String,
    description: Option<String>,
    user: String,
    project: String,
    roles: Vec<String>,
    expires: Option<Timestamp>,
    unrestricted: Option<bool>,
}

const COLUMNS: &str = "id, name, description, user, project, roles, expires, unrestricted";

impl Credential {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let roles: String = row.get(5)?;
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            user: row.get(3)?,
            project: row.get(4)?,
            roles: roles.split(',').map(str::to_owned).collect(),
            expires: row.get(6)?,
            unrestricted: row.get(7)?,
        })
    }

    fn view(&self, call: &Call<'_>) -> Result<Value, Refusal> {
        let mut roles = Vec::new();
        for name in &self.roles {
            let id = query::text(call.db, "SELECT id FROM roles WHERE name = ?1", name)?;
            roles.push(json!({
                "id": id,
                "name": name,
                "domain_id": null,
                "description": null,
                "options": {"immutable": true},
            }));
        }
        Ok(json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "user_id": self.user,
            "project_id": self.project,
            "system": null,
            "expires_at": self.expires.map(Timestamp::with_zone),
            "unrestricted": self.unrestricted,
            "roles": roles,
            "links": {"self": format!("{}/application_credentials/{}", base(call), self.id)},
        }))
    }
}

/// The token that asks, which has to be the user's own or an administrator's.
fn require_owner(call: &Call<'_>, action: &str) -> Result<Claims, Refusal> {
    let claims = require_token(call)?;
    let admin = claims.is_admin();
    if claims.user == call.segment(0) || admin && action != "create" {
        return Ok(claims);
    }
    Err(denied(&format!("identity:{action}_application_credential")))
}

fn find(call: &Call<'_>) -> Result<Credential, Refusal> {
    let (user, id) = (call.segment(0), call.segment(1));
    let sql = format!("SELECT {COLUMNS} FROM application_credentials WHERE user = ?1 AND id = ?2");
    call.db.query_row(&sql, [&user, &id], Credential::read).optional()?.ok_or_else(|| {
        Refusal::keystone(404, format!("Could not find Application Credential: {id}."))
    })
}

pub(crate) fn list(call: &Call<'_>) -> Outcome {
    require_owner(call, "list")?;
    let sql = format!(
        "SELECT {COLUMNS} FROM application_credentials
         WHERE user = ?1 AND (?2 IS NULL OR name = ?2) ORDER BY rowid"
    );
    let found: Vec<Credential> = call
        .db
        .prepare(&sql)?
        .query_map(params![call.segment(0), call.query("name")], Credential::read)?
        .collect::<rusqlite::Result<_>>()?;
    let views = found.iter().map(|credential| credential.view(call));
    Ok(page(call, "application_credentials", views.collect::<Result<_, _>>()?))
}

pub(crate) fn show(call: &Call<'_>) -> Outcome {
    require_owner(call, "get")?;
    Ok(Reply::ok(&json!({"application_credential": find(call)?.view(call)?})))
}

pub(crate) fn delete(call: &Call<'_>) -> Outcome {
    require_owner(call, "delete")?;
    let id = find(call)?.id;
    call.db.execute("DELETE FROM application_credentials WHERE id = ?1", [id])?;
    Ok(Reply::empty(204))
}

pub(crate) fn create(call: &Call<'_>) -> Outcome {
    let claims = require_owner(call, "create")?;
    if claims.credential.is_some() {
        return Err(denied(
            "Using method 'application_credential' is not allowed for managing additional application credentials.",
        ));
    }
    let body = read_body(call)?;
    let input = body.get("application_credential").cloned().unwrap_or_default();
    let Some(name) = input.get("name").and_then(Value::as_str) else {
        let message = "Invalid input for field/attribute application_credential. Value: {}. 'name' is a required property";
        return Err(Refusal::keystone(400, message));
    };
    let (credential, secret) = (compose(call, &claims, &input, name)?, secret(call, &input)?);
    let stored = call.db.execute(
        "INSERT INTO application_credentials VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT DO NOTHING",
        params![
            credential.id,
            credential.name,
            credential.description,
            credential.user,
            credential.project,
            credential.roles.join(","),
            digest::digest(&credential.id, &secret),
            credential.expires,
            credential.unrestricted
        ],
    )?;
    if stored == 0 {
        let message = format!(
            "Conflict occurred attempting to store application_credential - Duplicate entry found with name {name}."
        );
        return Err(Refusal::keystone(409, message));
    }
    let mut view = credential.view(call)?;
    if let Some(fields) = view.as_object_mut() {
        let links = fields.shift_remove("links").unwrap_or_default();
        fields.insert("secret".into(), secret.into());
        fields.insert("links".into(), links);
    }
    Ok(Reply::json(201, &json!({"application_credential": view})))
}

fn secret(call: &Call<'_>, input: &Value) -> Result<String, Refusal> {
    match input.get("secret").and_then(Value::as_str) {
        Some(secret) => Ok(secret.to_owned()),
        None => Ok(format!("{}{}", ids::next_hex(call.db)?, ids::next_hex(call.db)?)),
    }
}

fn compose(
    call: &Call<'_>,
    claims: &Claims,
    input: &Value,
    name: &str,
) -> Result<Credential, Refusal> {
    let text = |key: &str| input.get(key).and_then(Value::as_str).map(str::to_owned);
    let wanted = input.get("roles").and_then(Value::as_array).map(|roles| {
        roles.iter().filter_map(|role| role.get("name")?.as_str().map(str::to_owned)).collect()
    });
    let roles: Vec<String> = wanted.unwrap_or_else(|| claims.roles.clone());
    if roles.iter().any(|role| !claims.roles.contains(role)) {
        let message = "Invalid application credential: Cannot create an application credential with unassigned role";
        return Err(Refusal::keystone(400, message));
    }
    let project =
        claims.project.clone().ok_or_else(|| denied("identity:create_application_credential"))?;
    Ok(Credential {
        id: ids::next_hex(call.db)?,
        name: name.to_owned(),
        description: text("description"),
        user: claims.user.clone(),
        project,
        roles,
        expires: text("expires_at").map(|text| expiry(&text)).transpose()?,
        unrestricted: input.get("unrestricted").and_then(Value::as_bool),
    })
}

/// A time of day with or without `Z`, in UTC.
fn expiry(text: &str) -> Result<Timestamp, Refusal> {
    let utc = format!("{}Z", text.trim_end_matches('Z'));
    let time: Result<jiff::Timestamp, _> = utc.parse();
    time.map(|time| Timestamp(time.as_millisecond())).map_err(|_| {
        Refusal::keystone(400, format!("Invalid input for field 'expires_at': {text}."))
    })
}
