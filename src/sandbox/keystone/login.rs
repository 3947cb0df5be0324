//! Logging in: by password, passcode, token or application credential, to a project, the system or nothing.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::request::{expecting, read_body};
use crate::sandbox::keystone::tokens::Claims;
use crate::sandbox::keystone::{passcode, tokens, validate};
use crate::sandbox::state::seed::{DOMAIN_ID, DOMAIN_NAME};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{digest, ids, query};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

/// `POST /v3/auth/tokens`.
pub(crate) fn issue(call: &Call<'_>) -> Outcome {
    let body = read_body(call)?;
    let auth = body.get("auth").ok_or_else(|| expecting("auth in request body"))?;
    let identity = auth
        .get("identity")
        .ok_or_else(|| Refusal::keystone(400, "'identity' is a required property"))?;
    let mut claims = authenticate(call, identity)?;
    claims.issued = call.now.0 / 1000 * 1000;
    let end = call.now.after(call.settings.token_life).0 / 1000 * 1000;
    // A token got with a token lives no longer than that one.
    claims.expires = if claims.expires == 0 { end } else { claims.expires.min(end) };
    claims.audit.insert(0, audit_id(call)?);
    scope(call, &mut claims, auth.get("scope"))?;
    let token = tokens::sign(call, &claims)?;
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
        let data = data.ok_or_else(|| expecting(&format!("{method} in identity")))?;
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

/// The id of the user that `user` names. Nobody is told whether there is one.
fn user_id(db: &Connection, user: &Value) -> Result<String, Refusal> {
    let (sql, key) = match (text(user, "id"), text(user, "name")) {
        (Some(id), _) => ("SELECT id FROM users WHERE id = ?1", id),
        (None, Some(name)) => {
            require_domain(user, "user")?;
            ("SELECT id FROM users WHERE name = ?1", name)
        }
        (None, None) => return Err(expecting("id or name in user")),
    };
    query::text(db, sql, key)?.ok_or_else(Refusal::unauthenticated)
}

/// A name means nothing without its domain, and here is only one.
fn require_domain(owner: &Value, kind: &str) -> Result<(), Refusal> {
    let domain = owner.get("domain").ok_or_else(|| expecting(&format!("domain in {kind}")))?;
    let known = match (text(domain, "id"), text(domain, "name")) {
        (Some(id), _) => id == DOMAIN_ID,
        (None, Some(name)) => name.eq_ignore_ascii_case(DOMAIN_NAME),
        (None, None) => return Err(expecting("id or name in domain")),
    };
    if known { Ok(()) } else { Err(Refusal::unauthenticated()) }
}

fn by_password(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let user = data.get("user").ok_or_else(|| expecting("user in password"))?;
    let id = user_id(call.db, user)?;
    let known = query::text(call.db, "SELECT digest FROM users WHERE id = ?1", &id)?;
    let given = text(user, "password").map(|password| digest::digest(&id, password));
    if given.is_none() || given != known {
        return Err(Refusal::unauthenticated());
    }
    Ok(Claims { user: id, methods: vec!["password".into()], ..Claims::default() })
}

fn by_passcode(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let user = data.get("user").ok_or_else(|| expecting("user in totp"))?;
    let id = user_id(call.db, user)?;
    if !text(user, "passcode").is_some_and(|given| passcode::is_good(given, call.now)) {
        return Err(Refusal::unauthenticated());
    }
    Ok(Claims { user: id, methods: vec!["totp".into()], ..Claims::default() })
}

fn by_token(call: &Call<'_>, data: &Value) -> Result<Claims, Refusal> {
    let token = text(data, "id").ok_or_else(|| expecting("id in token"))?;
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
                data.get("user").ok_or_else(|| expecting("user in application credential"))?;
            (Some(user_id(call.db, user)?), name)
        }
        (None, None) => return Err(expecting("id or name in application credential")),
    };
    let found = call
        .db
        .query_row(
            "SELECT id, digest, user, project, roles, expires FROM application_credentials
             WHERE CASE WHEN ?1 IS NULL THEN id = ?2 ELSE user = ?1 AND name = ?2 END",
            params![user, key],
            |row| {
                let expires: Option<Timestamp> = row.get(5)?;
                let roles: String = row.get(4)?;
                let claims = Claims {
                    user: row.get(2)?,
                    methods: vec!["application_credential".into()],
                    project: row.get(3)?,
                    roles: roles.split(',').map(str::to_owned).collect(),
                    credential: row.get(0)?,
                    ..Claims::default()
                };
                Ok((claims, row.get::<_, String>(1)?, expires))
            },
        )
        .optional()?;
    let (claims, digest, expires) = found.ok_or_else(|| {
        Refusal::keystone(404, format!("Could not find Application Credential: {key}."))
    })?;
    let id = claims.credential.as_deref().unwrap_or_default();
    let given = text(data, "secret").map(|secret| digest::digest(id, secret));
    if given.as_ref() != Some(&digest) || expires.is_some_and(|end| end <= call.now) {
        return Err(Refusal::unauthenticated());
    }
    Ok(claims)
}

/// Settles what the token is good for.
fn scope(call: &Call<'_>, claims: &mut Claims, scope: Option<&Value>) -> Result<(), Refusal> {
    if claims.credential.is_some() && claims.project.is_some() {
        return match scope {
            None => Ok(()),
            Some(_) => Err(Refusal::keystone(
                401,
                "Error authenticating with application credential: Application credentials cannot request a scope.",
            )),
        };
    }
    let Some(scope) = scope else { return default_scope(call, claims) };
    if scope.as_str() == Some("unscoped") || scope.get("unscoped").is_some() {
        return Ok(());
    }
    let target = if let Some(project) = scope.get("project") {
        claims.project = Some(project_id(call.db, project)?);
        claims.project.clone().unwrap_or_default()
    } else if scope.get("system").is_some() {
        claims.system = true;
        "system".to_owned()
    } else if scope.get("domain").is_some() {
        // Nobody has a role on the domain.
        return Err(Refusal::unauthenticated());
    } else {
        return Err(expecting("system, project, domain, OS-TRUST:trust or unscoped in scope"));
    };
    claims.roles = roles(call.db, &claims.user, &target)?;
    if claims.roles.is_empty() { Err(Refusal::unauthenticated()) } else { Ok(()) }
}

fn default_scope(call: &Call<'_>, claims: &mut Claims) -> Result<(), Refusal> {
    let default = "SELECT default_project FROM users WHERE id = ?1";
    let Some(project) = query::text(call.db, default, &claims.user)? else { return Ok(()) };
    claims.roles = roles(call.db, &claims.user, &project)?;
    claims.project = Some(project);
    Ok(())
}

fn project_id(db: &Connection, project: &Value) -> Result<String, Refusal> {
    let (sql, key) = match (text(project, "id"), text(project, "name")) {
        (Some(id), _) => ("SELECT id FROM projects WHERE id = ?1", id),
        (None, Some(name)) => {
            require_domain(project, "project")?;
            ("SELECT id FROM projects WHERE name = ?1", name)
        }
        (None, None) => return Err(expecting("id or name in project")),
    };
    query::text(db, sql, key)?.ok_or_else(Refusal::unauthenticated)
}

fn roles(db: &Connection, user: &str, scope: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare_cached(
        "SELECT name FROM assignments JOIN roles ON roles.id = role
         WHERE user = ?1 AND scope = ?2 ORDER BY name",
    )?
    .query_map([user, scope], |row| row.get(0))?
    .collect()
}
