//! What a token is to be good for, and the domains that names are of.

use crate::auth::methods::option::{place, text};
use crate::config::Settings;
use crate::{Error, Result};
use serde_json::{Value, json};

/// What the token is to be good for; nothing leaves it to Keystone.
pub(super) fn scope(settings: &Settings) -> Result<Option<Value>> {
    let auth_type = settings.auth_type();
    let mut scopes = wanted(settings)?;
    // Keystone refuses a scope here: an application credential is good for its own project only.
    if ["v3applicationcredential", "v3oauth2clientcredential"].contains(&auth_type) {
        for (kind, _) in scopes {
            log::warn!("the {kind} is ignored: an application credential has its own project");
        }
        return Ok(None);
    }
    if scopes.len() > 1 {
        let kinds: Vec<_> = scopes.iter().map(|(kind, _)| *kind).collect();
        return Err(Error::config(format!(
            "a token cannot be for a {} at the same time",
            kinds.join(" and a ")
        ))
        .with_hint("leave one of them out: project, domain, trust or system"));
    }
    Ok(scopes.pop().map(|(_, scope)| scope))
}

fn wanted(settings: &Settings) -> Result<Vec<(&'static str, Value)>> {
    let text = |key: &str| text(settings, key);
    let mut scopes = Vec::new();
    if let Some(project) = project(settings)? {
        scopes.push(("project", json!({ "project": project })));
    } else if let Some(id) = text("domain_id") {
        scopes.push(("domain", json!({ "domain": { "id": id } })));
    } else if let Some(name) = text("domain_name") {
        scopes.push(("domain", json!({ "domain": { "name": name } })));
    }
    if let Some(id) = text("trust_id") {
        scopes.push(("trust", json!({ "OS-TRUST:trust": { "id": id } })));
    }
    if let Some(scope) = text("system_scope") {
        if scope != "all" {
            let message = format!("'{scope}' is no system scope: there is only 'all'");
            return Err(Error::config(message));
        }
        scopes.push(("system", json!({ "system": { "all": true } })));
    }
    Ok(scopes)
}

fn project(settings: &Settings) -> Result<Option<Value>> {
    if let Some(id) = text(settings, "project_id") {
        return Ok(Some(json!({ "id": id })));
    }
    let Some(name) = text(settings, "project_name") else { return Ok(None) };
    let auth_type = settings.auth_type();
    match domain(settings, "project", auth_type) {
        Some(domain) => Ok(Some(json!({ "name": name, "domain": domain }))),
        None if auth_type.starts_with("v3") => Err(no_domain("project", "project_name")),
        // The other types leave it to Keystone to complain, which has a default in some clouds.
        None => Ok(Some(json!({ "name": name }))),
    }
}

/// The domain of the user or the project, by ID rather than by name.
pub(super) fn domain(settings: &Settings, whose: &str, auth_type: &str) -> Option<Value> {
    let named = |key: String, kind: &str| text(settings, &key).map(|text| json!({ kind: text }));
    let own = named(format!("{whose}_domain_id"), "id")
        .or_else(|| named(format!("{whose}_domain_name"), "name"));
    if auth_type.starts_with("v3") {
        return own;
    }
    own.or_else(|| named("default_domain_id".into(), "id"))
        .or_else(|| named("default_domain_name".into(), "name"))
}

/// That a name stands without its domain.
pub(super) fn no_domain(whose: &str, key: &str) -> Error {
    let places = [place(&format!("{whose}_domain_id")), place(&format!("{whose}_domain_name"))];
    Error::config(format!("'{key}' needs a domain, in which alone it is unique"))
        .with_hint(format!("give {}", places.join(" or ")))
}
