//! Routes of application credentials, with which programs log in to a project of their user.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::credential::Credential;
use crate::sandbox::keystone::request::{forbidden, page, read_body, require_token};
use crate::sandbox::keystone::tokens::Claims;
use crate::sandbox::state::record::{CommaList, Record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{digest, ids};
use rusqlite::params;
use serde_json::{Value, json};

/// Returns the claims of the caller's token, which must be the user's or an administrator's.
fn require_owner(call: &Call<'_>, action: &str) -> Result<Claims, Refusal> {
    let claims = require_token(call)?;
    if claims.user == call.segment(0) || claims.is_admin() && action != "create" {
        return Ok(claims);
    }
    Err(forbidden(&format!("identity:{action}_application_credential")))
}

fn find(call: &Call<'_>) -> Result<Credential, Refusal> {
    let (user, id) = (call.segment(0), call.segment(1));
    let found = Credential::first(call.db, "user = ?1 AND id = ?2", &[&user, &id])?;
    found.ok_or_else(|| Credential::not_found(&id))
}

pub(crate) fn list(call: &Call<'_>) -> Outcome {
    require_owner(call, "list")?;
    let condition = "user = ?1 AND (?2 IS NULL OR name = ?2) ORDER BY rowid";
    let values = params![call.segment(0), call.query("name")];
    let found = Credential::select(call.db, condition, values)?;
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
        return Err(forbidden(
            "Using method 'application_credential' is not allowed for managing additional application credentials.",
        ));
    }
    let body = read_body(call)?;
    let input = body.get("application_credential").cloned().unwrap_or_default();
    let Some(name) = input.get("name").and_then(Value::as_str) else {
        let message = "Invalid input for field/attribute application_credential. Value: {}. 'name' is a required property";
        return Err(Refusal::keystone(400, message));
    };
    let mut credential = new_credential(call, &claims, &input, name)?;
    let secret = secret(call, &input)?;
    credential.digest = digest::digest(&credential.id, &secret);
    if credential.insert(call.db, "ON CONFLICT DO NOTHING")? == 0 {
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

fn new_credential(
    call: &Call<'_>,
    claims: &Claims,
    input: &Value,
    name: &str,
) -> Result<Credential, Refusal> {
    let text = |key: &str| input.get(key).and_then(Value::as_str).map(str::to_owned);
    let requested = input.get("roles").and_then(Value::as_array).map(|roles| {
        roles.iter().filter_map(|role| role.get("name")?.as_str().map(str::to_owned)).collect()
    });
    let roles: Vec<String> = requested.unwrap_or_else(|| claims.roles.clone());
    if roles.iter().any(|role| !claims.roles.contains(role)) {
        let message = "Invalid application credential: Cannot create an application credential with unassigned role";
        return Err(Refusal::keystone(400, message));
    }
    let project = claims
        .project
        .clone()
        .ok_or_else(|| forbidden("identity:create_application_credential"))?;
    Ok(Credential {
        id: ids::next_hex(call.db)?,
        name: name.to_owned(),
        description: text("description"),
        user: claims.user.clone(),
        project,
        roles: CommaList(roles),
        digest: String::new(),
        expires: text("expires_at").map(|text| parse_expiry(&text)).transpose()?,
        unrestricted: input.get("unrestricted").and_then(Value::as_bool),
    })
}

/// Parses a time in UTC, with or without `Z`.
fn parse_expiry(text: &str) -> Result<Timestamp, Refusal> {
    let utc = format!("{}Z", text.trim_end_matches('Z'));
    let time: Result<jiff::Timestamp, _> = utc.parse();
    time.map(|time| Timestamp(time.as_millisecond())).map_err(|_| {
        Refusal::keystone(400, format!("Invalid input for field 'expires_at': {text}."))
    })
}
