//! Logins to version 2 of Keystone, for old clouds.

use crate::Result;
use crate::auth::keystone;
use crate::auth::login::{Login, LoginContext};
use crate::auth::token::Token;
use crate::config::auth_type::Version2Proof;
use crate::config::{Key, Settings};
use crate::secret::Secret;
use serde_json::{Map, Value, json};
use url::Url;

/// A login by `POST /v2.0/tokens`.
pub(in crate::auth) struct Version2 {
    tokens: Url,
    body: Secret,
    token: Option<Secret>,
}

impl Version2 {
    /// Returns the login with this proof.
    pub(in crate::auth) fn new(settings: &Settings, proof: Version2Proof) -> Result<Self> {
        let mut auth = Map::new();
        let token = settings.auth_secret(Key::Token).filter(|_| proof == Version2Proof::Token);
        if token.is_some() {
            auth.insert("token".into(), json!({ "id": settings.auth_text(Key::Token) }));
        } else {
            let mut user = Map::new();
            user.insert("password".into(), settings.auth_text(Key::Password).into());
            match settings.auth_text(Key::Username) {
                Some(name) => user.insert("username".into(), name.into()),
                None => user.insert("userId".into(), settings.auth_text(Key::UserId).into()),
            };
            auth.insert("passwordCredentials".into(), user.into());
        }
        if let Some(id) = settings.auth_text(Key::TenantId) {
            auth.insert("tenantId".into(), id.into());
        } else if let Some(name) = settings.auth_text(Key::TenantName) {
            auth.insert("tenantName".into(), name.into());
        }
        if let Some(id) = settings.auth_text(Key::TrustId) {
            auth.insert("trust_id".into(), id.into());
        }
        let mut tokens = settings.auth_server(Key::AuthUrl)?;
        tokens.set_path(&format!("{}/tokens", tokens.path().trim_end_matches('/')));
        Ok(Self { tokens, body: json!({ "auth": auth }).to_string().into(), token })
    }
}

impl Login for Version2 {
    fn log_in(&self, context: &LoginContext<'_>) -> Result<Token> {
        let url = &self.tokens;
        let response = keystone::post(context, url, &self.body, self.token.as_ref(), None)?;
        let mut answer = keystone::member(url, &response, "access")?;
        let id = answer.get("token").and_then(|token| token.get("id")?.as_str()).map(Secret::from);
        let id = id.ok_or_else(|| keystone::wrong(url, "there is no token in it", None))?;
        Ok(keystone::token(id, to_version_3(&mut answer)))
    }
}

/// Converts the details of a token to the form of version 3.
fn to_version_3(access: &mut Map<String, Value>) -> Map<String, Value> {
    let mut take = |key: &str| access.remove(key).unwrap_or_default();
    let (mut token, mut user, services) = (take("token"), take("user"), take("serviceCatalog"));
    let mut body = Map::new();
    let mut keep = |key: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            body.insert(key.to_owned(), value);
        }
    };
    keep("expires_at", token.get_mut("expires").map(Value::take));
    keep("issued_at", token.get_mut("issued_at").map(Value::take));
    keep("project", token.get_mut("tenant").map(Value::take));
    keep("roles", user.get_mut("roles").map(Value::take));
    keep("user", Some(user));
    if let Value::Array(services) = services {
        keep("catalog", Some(services.into_iter().map(service).collect()));
    }
    body
}

/// Converts a service of the catalog: one endpoint for each interface.
fn service(mut service: Value) -> Value {
    if let Some(Value::Array(old)) = service.get("endpoints") {
        let endpoints = old.iter().flat_map(|endpoint| {
            ["public", "internal", "admin"].into_iter().filter_map(|interface| {
                let url = endpoint.get(format!("{interface}URL"))?;
                let region = endpoint.get("region");
                Some(json!({ "interface": interface, "url": url, "region": region }))
            })
        });
        let endpoints: Value = endpoints.collect();
        if let Some(fields) = service.as_object_mut() {
            fields.insert("endpoints".into(), endpoints);
        }
    }
    service
}
