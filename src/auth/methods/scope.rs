//! The scope that a login requests, and the domains of names.

use crate::config::auth_type::{AuthType, UserProof};
use crate::config::{Key, Settings};
use crate::{ConfigHint, Error, Result};
use serde_json::{Value, json};

/// Returns the scope to request. Without one Keystone decides.
pub(super) fn scope(settings: &Settings, auth_type: &AuthType) -> Result<Option<Value>> {
    let mut scopes = requested(settings, auth_type)?;
    // Keystone refuses a scope here: an application credential is valid only for its own project.
    let proof = auth_type.login.proof();
    if let Some(UserProof::ApplicationCredential | UserProof::Oauth2Client) = proof {
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

fn requested(settings: &Settings, auth_type: &AuthType) -> Result<Vec<(&'static str, Value)>> {
    let text = |key: Key| settings.auth_text(key);
    let mut scopes = Vec::new();
    if let Some(project) = project(settings, auth_type)? {
        scopes.push(("project", json!({ "project": project })));
    } else if let Some(id) = text(Key::DomainId) {
        scopes.push(("domain", json!({ "domain": { "id": id } })));
    } else if let Some(name) = text(Key::DomainName) {
        scopes.push(("domain", json!({ "domain": { "name": name } })));
    }
    if let Some(id) = text(Key::TrustId) {
        scopes.push(("trust", json!({ "OS-TRUST:trust": { "id": id } })));
    }
    if let Some(scope) = text(Key::SystemScope) {
        if scope != "all" {
            let message = format!("'{scope}' is not a system scope: the only one is 'all'");
            return Err(Error::config(message));
        }
        scopes.push(("system", json!({ "system": { "all": true } })));
    }
    Ok(scopes)
}

fn project(settings: &Settings, auth_type: &AuthType) -> Result<Option<Value>> {
    if let Some(id) = settings.auth_text(Key::ProjectId) {
        return Ok(Some(json!({ "id": id })));
    }
    let Some(name) = settings.auth_text(Key::ProjectName) else { return Ok(None) };
    match domain(settings, Owner::Project, auth_type) {
        Some(domain) => Ok(Some(json!({ "name": name, "domain": domain }))),
        None if auth_type.needs_domains() => Err(no_domain(Owner::Project, Key::ProjectName)),
        None => Ok(Some(json!({ "name": name }))),
    }
}

/// The owner of a domain.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    User,
    Project,
}

impl Owner {
    /// Returns the settings that name the domain: by ID, and by name.
    fn domain_keys(self) -> [Key; 2] {
        match self {
            Self::User => [Key::UserDomainId, Key::UserDomainName],
            Self::Project => [Key::ProjectDomainId, Key::ProjectDomainName],
        }
    }
}

/// Returns the domain of the user or the project, by its ID if there is one.
pub(super) fn domain(settings: &Settings, owner: Owner, auth_type: &AuthType) -> Option<Value> {
    let by = |[id, name]: [Key; 2]| {
        let named = |key, kind: &str| settings.auth_text(key).map(|text| json!({ kind: text }));
        named(id, "id").or_else(|| named(name, "name"))
    };
    let own = by(owner.domain_keys());
    if auth_type.needs_domains() {
        return own;
    }
    own.or_else(|| by([Key::DefaultDomainId, Key::DefaultDomainName]))
}

/// Returns the error for a name without its domain.
pub(super) fn no_domain(owner: Owner, key: Key) -> Error {
    let choice = owner.domain_keys().map(Key::name).to_vec();
    Error::config(format!("'{key}' needs a domain, because it is unique only within a domain"))
        .with_hint(ConfigHint::Missing { choices: vec![choice], note: None })
}
