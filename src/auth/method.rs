//! What each auth type proves its user with, and the scope it asks for.

use serde_json::{Map, Value, json};
use url::Url;

use crate::config::options::option;
use crate::config::plugin::Plugin;
use crate::config::{Secret, Settings};
use crate::{Error, Result};

/// A way to log in. More of them (OpenID Connect, OAuth 2.0) are more variants here, and an
/// arm in [`super::keystone::authenticate`].
pub(super) enum Method {
    /// Keystone gives a token for an identity.
    Identity(Identity),
    /// There is no Keystone: a fixed header, and a fixed endpoint.
    Fixed(Fixed),
}

/// What is sent to `/v3/auth/tokens`.
pub(super) struct Identity {
    /// The address of Keystone, as it was configured.
    pub(super) auth_url: Url,
    /// Whether Keystone is asked for its versions when the address has none.
    pub(super) discovers: bool,
    /// The request's body.
    pub(super) body: Secret,
    /// A token that goes along in a header, for the token method.
    pub(super) token: Option<Secret>,
}

/// A login that takes no request.
pub(super) struct Fixed {
    pub(super) endpoint: Url,
    /// `x-auth-token` or `authorization`.
    pub(super) header: &'static str,
    pub(super) value: Secret,
}

/// The auth types that can be used.
pub const SUPPORTED: &[&str] = &[
    "password",
    "v3password",
    "token",
    "v3token",
    "v3applicationcredential",
    "v3totp",
    "v3multifactor",
    "none",
    "admin_token",
    "http_basic",
];

impl Method {
    /// The way to log in that the settings ask for; nothing is sent.
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let auth_type = settings.auth_type();
        if !SUPPORTED.contains(&auth_type) {
            return Err(Error::config(format!("the auth type '{auth_type}' is not supported"))
                .with_hint(format!("the supported ones are {}", SUPPORTED.join(", "))));
        }
        let missing = missing(settings);
        if !missing.is_empty() {
            return Err(incomplete(settings, &missing));
        }
        let endpoint = || url(settings, "endpoint");
        let text = |key: &str| text(settings, key).unwrap_or_default();
        let fixed = |header, value: String| {
            Ok(Self::Fixed(Fixed { endpoint: endpoint()?, header, value: value.into() }))
        };
        match auth_type {
            // Services without authentication want to see a token all the same.
            "none" => fixed("x-auth-token", "notused".into()),
            "admin_token" => fixed("x-auth-token", text("token")),
            "http_basic" => {
                use base64::Engine;
                let pair = format!("{}:{}", text("username"), text("password"));
                let packed = base64::engine::general_purpose::STANDARD.encode(pair);
                fixed("authorization", format!("Basic {packed}"))
            }
            _ => identity(settings).map(Self::Identity),
        }
    }
}

/// The settings below `auth` that the login still needs, by their keys; `username` stands for a
/// name or an ID. A program can ask for them, and then [`Settings::set_auth`].
#[must_use]
pub fn missing(settings: &Settings) -> Vec<&'static str> {
    let lacks = |key: &str| text(settings, key).is_none();
    let auth_type = settings.auth_type();
    let mut missing: Vec<_> = Plugin::find(auth_type)
        .map(|plugin| plugin.required.iter().copied().filter(|key| lacks(key)).collect())
        .unwrap_or_default();
    let nobody = lacks("username") && lacks("user_id");
    if ["password", "v3password", "v3totp"].contains(&auth_type) && nobody {
        missing.push("username");
    }
    match auth_type {
        "password" | "v3password" if lacks("password") => missing.push("password"),
        "v3totp" if lacks("passcode") => missing.push("passcode"),
        "v3multifactor" => {
            let methods = methods(settings);
            for (method, key) in
                [("v3password", "password"), ("v3totp", "passcode"), ("v3token", "token")]
            {
                if methods.iter().any(|name| name == method) && lacks(key) {
                    missing.push(key);
                }
            }
        }
        "v3applicationcredential"
            if lacks("application_credential_id") && lacks("application_credential_name") =>
        {
            missing.push("application_credential_id");
        }
        _ => {}
    }
    missing
}

fn incomplete(settings: &Settings, missing: &[&str]) -> Error {
    let cloud = settings.cloud().map(|name| format!("cloud '{name}': ")).unwrap_or_default();
    let message =
        format!("{cloud}the auth type '{}' needs {}", settings.auth_type(), missing.join(", "));
    let places = missing.iter().map(|key| place(key)).collect::<Vec<_>>().join("; ");
    let hint = match settings.explanation() {
        Some(explanation) => format!("{explanation}; or give {places}"),
        None => format!("give {places}"),
    };
    Error::config(message).with_hint(hint)
}

/// Everywhere that a setting below `auth` can be given.
fn place(key: &str) -> String {
    let mut places = Vec::new();
    if let Some(option) = option(key) {
        places.push(option.flag());
        places.extend(option.env.first().map(|name| (*name).to_owned()));
    }
    places.push(format!("auth.{key} in clouds.yaml"));
    places.join(" or ")
}

fn identity(settings: &Settings) -> Result<Identity> {
    let auth_type = settings.auth_type();
    let mut identity = Map::new();
    let names = match auth_type {
        "v3multifactor" => methods(settings),
        other => vec![other.to_owned()],
    };
    let mut methods = Vec::new();
    let mut token = None;
    for name in names {
        let (method, payload) = payload(settings, &name)?;
        if method == "token" {
            token = text(settings, "token").map(Secret::from);
        }
        methods.push(method);
        identity.insert(method.to_owned(), payload);
    }
    identity.insert("methods".into(), methods.into());
    let mut auth = json!({ "identity": identity });
    if let (Some(scope), Some(auth)) = (scope(settings)?, auth.as_object_mut()) {
        auth.insert("scope".into(), scope);
    }
    Ok(Identity {
        auth_url: url(settings, "auth_url")?,
        discovers: !auth_type.starts_with("v3"),
        body: json!({ "auth": auth }).to_string().into(),
        token,
    })
}

/// The name of the method in the request, and what it proves.
fn payload(settings: &Settings, auth_type: &str) -> Result<(&'static str, Value)> {
    let value = |key: &str| settings.auth(key).map(|setting| setting.value.clone());
    Ok(match auth_type {
        "password" | "v3password" => {
            let mut user = user(settings, auth_type)?;
            user.insert("password".into(), value("password").unwrap_or_default());
            ("password", json!({ "user": user }))
        }
        "v3totp" => {
            let mut user = user(settings, auth_type)?;
            user.insert("passcode".into(), value("passcode").unwrap_or_default());
            ("totp", json!({ "user": user }))
        }
        "token" | "v3token" => ("token", json!({ "id": value("token") })),
        "v3applicationcredential" => {
            let secret = value("application_credential_secret");
            let payload = match text(settings, "application_credential_id") {
                Some(id) => json!({ "id": id, "secret": secret }),
                None => json!({
                    "name": value("application_credential_name"),
                    "secret": secret,
                    "user": user(settings, auth_type)?,
                }),
            };
            ("application_credential", payload)
        }
        other => {
            return Err(Error::config(format!("'{other}' in auth_methods is not supported"))
                .with_hint("the supported ones are v3password, v3totp and v3token"));
        }
    })
}

fn user(settings: &Settings, auth_type: &str) -> Result<Map<String, Value>> {
    let mut user = Map::new();
    if let Some(id) = text(settings, "user_id") {
        user.insert("id".into(), id.into());
    } else if let Some(name) = text(settings, "username") {
        user.insert("name".into(), name.into());
        match domain(settings, "user", auth_type) {
            Some(domain) => {
                user.insert("domain".into(), domain);
            }
            // The other types leave it to Keystone to complain, which has a default in some clouds.
            None if auth_type.starts_with("v3") => return Err(no_domain("user", "username")),
            None => {}
        }
    }
    Ok(user)
}

/// The domain of the user or the project, by ID rather than by name.
fn domain(settings: &Settings, whose: &str, auth_type: &str) -> Option<Value> {
    let named = |key: String, kind: &str| text(settings, &key).map(|text| json!({ kind: text }));
    let own = named(format!("{whose}_domain_id"), "id")
        .or_else(|| named(format!("{whose}_domain_name"), "name"));
    if auth_type.starts_with("v3") {
        return own;
    }
    own.or_else(|| named("default_domain_id".into(), "id"))
        .or_else(|| named("default_domain_name".into(), "name"))
}

fn no_domain(whose: &str, key: &str) -> Error {
    let places = [place(&format!("{whose}_domain_id")), place(&format!("{whose}_domain_name"))];
    Error::config(format!("'{key}' needs a domain, in which alone it is unique"))
        .with_hint(format!("give {}", places.join(" or ")))
}

/// What the token is to be good for; nothing leaves it to Keystone.
fn scope(settings: &Settings) -> Result<Option<Value>> {
    let auth_type = settings.auth_type();
    let text = |key: &str| text(settings, key);
    let mut scopes: Vec<(&str, Value)> = Vec::new();
    let project = if let Some(id) = text("project_id") {
        Some(json!({ "id": id }))
    } else if let Some(name) = text("project_name") {
        let mut project = json!({ "name": name });
        match (domain(settings, "project", auth_type), project.as_object_mut()) {
            (Some(domain), Some(project)) => {
                project.insert("domain".into(), domain);
            }
            _ if auth_type.starts_with("v3") => return Err(no_domain("project", "project_name")),
            _ => {}
        }
        Some(project)
    } else {
        None
    };
    if let Some(project) = project {
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
            return Err(Error::config(format!(
                "'{scope}' is no system scope: there is only 'all'"
            )));
        }
        scopes.push(("system", json!({ "system": { "all": true } })));
    }
    // Keystone refuses a scope here: an application credential is good for its own project only.
    if auth_type == "v3applicationcredential" {
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

fn methods(settings: &Settings) -> Vec<String> {
    match settings.auth("auth_methods").map(|setting| &setting.value) {
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(Value::String(text)) => text.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn url(settings: &Settings, key: &str) -> Result<Url> {
    let text = text(settings, key).unwrap_or_default();
    let url = Url::parse(&text).ok().filter(|url| ["http", "https"].contains(&url.scheme()));
    url.filter(Url::has_host).ok_or_else(|| {
        let source = settings.auth(key).map(|setting| setting.source.to_string());
        Error::config(format!("'{text}' is not a URL ({key}: {})", source.unwrap_or_default()))
            .with_hint("it looks like https://keystone.example:5000/v3")
    })
}

fn text(settings: &Settings, key: &str) -> Option<String> {
    let setting = settings.auth(key)?;
    match &setting.value {
        Value::Array(items) if !items.is_empty() => Some(String::new()),
        _ => setting.text().filter(|text| !text.is_empty()),
    }
}
