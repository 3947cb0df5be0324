//! Logins: by password, passcode, token or application credential, to a project, the system or without
//! a scope.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::credential::Credential;
use crate::sandbox::keystone::request::{expected, read_body};
use crate::sandbox::keystone::tokens::Claims;
use crate::sandbox::keystone::{passcode, tokens, validate};
use crate::sandbox::state::record::Record;
use crate::sandbox::state::seed::{DOMAIN_ID, DOMAIN_NAME};
use crate::sandbox::state::{digest, ids, query};
use rusqlite::{Connection, params};
use serde_json::Value;

/// Handles `POST /v3/auth/tokens`.
pub(crate) fn issue(call: &Call<'_>) -> Outcome {
    let body = read_body(call)?;
    let auth = body.get("auth").ok_or_else(|| expected("auth in request body"))?;
    let identity = auth
        .get("identity")
        .ok_or_else(|| Refusal::keystone(400, "'identity' is a required property"))?;
    let mut claims = authenticate(call, identity)?;
    claims.issued = call.now.0 / 1000 * 1000;
    let end = call.now.after(call.settings.token_life).0 / 1000 * 1000;
    // A token that was issued for a token expires with it.
    claims.expires = if claims.expires == 0 { end } else { claims.expires.min(end) };
    claims.audit.insert(0, audit_id(call)?);
    set_scope(call, &mut claims, auth.get("scope"))?;
    let token = tokens::issue(call, &claims)?;
    let mut reply = Reply::json(201, &validate::document(call, &claims, true)?);
    reply = reply.with("x-subject-token", token);
    Ok(reply)
}

fn audit_id(call: &Call<'_>) -> Result<String, Refusal> {
    let mut id = ids::next_hex(call.db)?;
    id.truncate(22);
    Ok(id)
}

fn authenticate(call: &Call<'_>, identity: &Value) -> Result<Claims, Refusal> {
    let methods = identity.get("methods").and_then(Value::as_array);
    let methods: Vec<&str> = methods.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut claims: Option<Claims> = None;
    for method in methods {
        let data = identity.get(method);
        let data = data.ok_or_else(|| expected(&format!("{method} in identity")))?;
        let found = match method {
            "password" => by_password(call, data)?,
            "totp" => by_passcode(call, data)?,
            "token" => by_token(call, data)?,
            "application_credential" => by_credential(call, data)?,
            _ => return Err(Refusal::unauthenticated()),
        };
        match &mut claims {
            None => claims = Some(found),
            Some(first) if first.user == found.user => first.methods.extend(found.methods),
            Some(_) => return Err(Refusal::unauthenticated()),
        }
    }
    claims.ok_or_else(Refusal::unauthenticated)
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// Finds the ID of a user or project by its ID, or by its name and domain. A missing one is refused
/// like a wrong password.
fn find_id(db: &Connection, kind: &str, reference: &Value) -> Result<String, Refusal> {
    let (column, key) = match (text(reference, "id"), text(reference, "name")) {
        (Some(id), _) => ("id", id),
        (None, Some(name)) => {
            require_domain(reference, kind)?;
            ("name", name)
        }
        (None, None) => return Err(expected(&format!("id or name in {kind}"))),
    };
    let sql = format!("SELECT id FROM {kind}s WHERE {column} = ?1");
    query::text(db, &sql, key)?.ok_or_else(Refusal::unauthenticated)
}

/// Checks the domain of a name; there is only one domain.
fn require_domain(owner: &Value, kind: &str) -> Result<(), Refusal> {
    let domain = owner.get("domain").ok_or_else(|| expected(&format!("domain in {kind}")))?;
    let known = match (text(domain, "id"), text(domain, "name")) {
        (Some(id), _) => id == DOMAIN_ID,
        (None, Some(name)) => name.eq_ignore_ascii_case(DOMAIN_NAME),
        (None, None) => return Err(expected("id or name in domain")),
    };
    if known { Ok(()) } else { Err(Refusal::unauthenticated()) }
}

fn by_password(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let user = data.get("user").ok_or_else(|| expected("user in password"))?;
    let id = find_id(call.db, "user", user)?;
    let known = query::text(call.db, "SELECT digest FROM users WHERE id = ?1", &id)?;
    let sent = text(user, "password").map(|password| digest::digest(&id, password));
    if sent.is_none() || sent != known {
        return Err(Refusal::unauthenticated());
    }
    Ok(Claims { user: id, methods: vec!["password".into()], ..Claims::default() })
}

fn by_passcode(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let user = data.get("user").ok_or_else(|| expected("user in totp"))?;
    let id = find_id(call.db, "user", user)?;
    if !text(user, "passcode").is_some_and(|code| passcode::is_valid(code, call.now)) {
        return Err(Refusal::unauthenticated());
    }
    Ok(Claims { user: id, methods: vec!["totp".into()], ..Claims::default() })
}

fn by_token(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let token = text(data, "id").ok_or_else(|| expected("id in token"))?;
    let held = tokens::find(call, token)?;
    let held = held.ok_or_else(|| Refusal::keystone(404, "Could not recognize Fernet token"))?;
    let mut methods = held.methods;
    if !methods.iter().any(|method| method == "token") {
        methods.push("token".into());
    }
    let audit = held.audit.last().cloned().into_iter().collect();
    Ok(Claims {
        user: held.user,
        methods,
        audit,
        expires: held.expires,
        credential: held.credential,
        ..Claims::default()
    })
}

fn by_credential(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let (user, key) = match (text(data, "id"), text(data, "name")) {
        (Some(id), _) => (None, id),
        (None, Some(name)) => {
            let user =
                data.get("user").ok_or_else(|| expected("user in application credential"))?;
            (Some(find_id(call.db, "user", user)?), name)
        }
        (None, None) => return Err(expected("id or name in application credential")),
    };
    let condition = "CASE WHEN ?1 IS NULL THEN id = ?2 ELSE user = ?1 AND name = ?2 END";
    let found = Credential::first(call.db, condition, params![user, key])?;
    let found = found.ok_or_else(|| Credential::not_found(key))?;
    let sent = text(data, "secret").map(|secret| digest::digest(&found.id, secret));
    let is_expired = found.expires.is_some_and(|end| end <= call.now);
    if sent.as_ref() != Some(&found.digest) || is_expired {
        return Err(Refusal::unauthenticated());
    }
    Ok(Claims {
        user: found.user,
        methods: vec!["application_credential".into()],
        project: Some(found.project),
        roles: found.roles.0,
        credential: Some(found.id),
        ..Claims::default()
    })
}

/// Sets the scope of the token.
fn set_scope(call: &Call<'_>, claims: &mut Claims, scope: Option<&Value>) -> Result<(), Refusal> {
    if claims.credential.is_some() && claims.project.is_some() {
        return match scope {
            None => Ok(()),
            Some(_) => Err(Refusal::keystone(
                401,
                "Error authenticating with application credential: Application credentials cannot request a scope.",
            )),
        };
    }
    let Some(scope) = scope else { return set_default_scope(call, claims) };
    if scope.as_str() == Some("unscoped") || scope.get("unscoped").is_some() {
        return Ok(());
    }
    let target = if let Some(project) = scope.get("project") {
        claims.project = Some(find_id(call.db, "project", project)?);
        claims.project.clone().unwrap_or_default()
    } else if scope.get("system").is_some() {
        claims.system = true;
        "system".to_owned()
    } else if scope.get("domain").is_some() {
        // No user has a role on the domain.
        return Err(Refusal::unauthenticated());
    } else {
        return Err(expected("system, project, domain, OS-TRUST:trust or unscoped in scope"));
    };
    claims.roles = roles(call.db, &claims.user, &target)?;
    if claims.roles.is_empty() { Err(Refusal::unauthenticated()) } else { Ok(()) }
}

fn set_default_scope(call: &Call<'_>, claims: &mut Claims) -> Result<(), Refusal> {
    let default = "SELECT default_project FROM users WHERE id = ?1";
    let Some(project) = query::text(call.db, default, &claims.user)? else { return Ok(()) };
    claims.roles = roles(call.db, &claims.user, &project)?;
    claims.project = Some(project);
    Ok(())
}

fn roles(db: &Connection, user: &str, scope: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare_cached(
        "SELECT name FROM assignments JOIN roles ON roles.id = role
         WHERE user = ?1 AND scope = ?2 ORDER BY name",
    )?
    .query_map([user, scope], |row| row.get(0))?
    .collect()
}
