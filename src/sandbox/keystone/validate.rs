//! Validating and revoking tokens, and the document that describes one.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::catalog;
use crate::sandbox::keystone::request::{forbidden, require_token};
use crate::sandbox::keystone::tokens::{Claims, find};
use crate::sandbox::state::seed::{DOMAIN_ID, DOMAIN_NAME};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{digest, query};
use serde_json::{Value, json};

/// Finds the token that the request is about (`X-Subject-Token`), or refuses with the reason.
fn subject(call: &Call<'_>, action: &str) -> Result<(String, Claims), Refusal> {
    let caller = require_token(call)?;
    let token = call.header("x-subject-token").ok_or_else(|| forbidden(action))?;
    let Some(claims) = find(call, token)? else {
        let known = "SELECT digest FROM tokens WHERE digest = ?1";
        let known = query::text(call.db, known, &digest::digest("token", token))?.is_some();
        let why =
            if known { "Failed to validate token" } else { "Could not recognize Fernet token" };
        return Err(Refusal::keystone(404, why));
    };
    if !caller.is_admin() && caller.user != claims.user {
        return Err(forbidden(action));
    }
    Ok((token.to_owned(), claims))
}

pub(crate) fn show(call: &Call<'_>) -> Outcome {
    let (token, claims) = subject(call, "identity:validate_token")?;
    let with_catalog = call.query("nocatalog").is_none();
    Ok(Reply::ok(&document(call, &claims, with_catalog)?).with("x-subject-token", token))
}

pub(crate) fn revoke(call: &Call<'_>) -> Outcome {
    let (token, _) = subject(call, "identity:revoke_token")?;
    let digest = digest::digest("token", &token);
    call.db.execute("UPDATE tokens SET revoked = 1 WHERE digest = ?1", [digest])?;
    Ok(Reply::empty(204))
}

/// Describes a token.
pub(crate) fn document(
    call: &Call<'_>,
    claims: &Claims,
    with_catalog: bool,
) -> Result<Value, Refusal> {
    let domain = json!({"id": DOMAIN_ID, "name": DOMAIN_NAME});
    let name = "SELECT name FROM users WHERE id = ?1";
    let name = query::text(call.db, name, &claims.user)?;
    let mut token = json!({
        "methods": claims.methods,
        "user": {"domain": domain, "id": claims.user, "name": name, "password_expires_at": null},
        "audit_ids": claims.audit,
        "expires_at": Timestamp(claims.expires).with_zone(),
        "issued_at": Timestamp(claims.issued).with_zone(),
    });
    let Some(fields) = token.as_object_mut() else { return Err(Refusal::Crash) };
    if let Some(project) = &claims.project {
        let name = "SELECT name FROM projects WHERE id = ?1";
        let name = query::text(call.db, name, project)?;
        fields.insert("project".into(), json!({"domain": domain, "id": project, "name": name}));
        fields.insert("is_domain".into(), json!(false));
    }
    if claims.project.is_some() || claims.system {
        fields.insert("roles".into(), roles(call, &claims.roles)?);
    }
    if claims.system {
        fields.insert("system".into(), json!({"all": true}));
    }
    if with_catalog && (claims.project.is_some() || claims.system) {
        fields.insert("catalog".into(), catalog::entries(call, claims.project.as_deref()));
    }
    Ok(json!({"token": token}))
}

fn roles(call: &Call<'_>, names: &[String]) -> Result<Value, Refusal> {
    let mut roles = Vec::new();
    for name in names {
        let id = query::text(call.db, "SELECT id FROM roles WHERE name = ?1", name)?;
        roles.push(json!({"id": id, "name": name}));
    }
    Ok(roles.into())
}
