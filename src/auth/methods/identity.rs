//! Logins to version 3 of Keystone by password, token, passcode or application credential.

use crate::auth::login::{Login, LoginContext};
use crate::auth::methods::scope::{Owner, domain, no_domain, scope};
use crate::auth::token::Token;
use crate::auth::{discovery, keystone, receipt};
use crate::config::auth_type::{AuthType, UserProof};
use crate::config::{Key, Settings};
use crate::secret::Secret;
use crate::{Error, Result};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use url::Url;

/// A login by `POST /v3/auth/tokens`.
pub(in crate::auth) struct Identity {
    /// The address of Keystone in the settings.
    auth_url: Url,
    /// Whether Keystone is asked for its versions.
    discovers: bool,
    /// The address for token requests, once it is known.
    tokens: OnceLock<Url>,
    /// The body of the request.
    body: Secret,
    /// The token in the header of a login by token.
    token: Option<Secret>,
}

impl Identity {
    /// Returns the login of this auth type.
    pub(in crate::auth) fn new(settings: &Settings, auth_type: &AuthType) -> Result<Self> {
        let mut identity = Map::new();
        let mut methods = Vec::new();
        let mut token = None;
        for (auth_type, proof) in proofs(settings, auth_type)? {
            let (method, payload) = payload(settings, auth_type, proof)?;
            if proof == UserProof::Token {
                token = settings.auth_secret(Key::Token);
            }
            methods.push(method);
            identity.insert(method.to_owned(), payload);
        }
        identity.insert("methods".into(), methods.into());
        Ok(Self {
            auth_url: settings.auth_server(Key::AuthUrl)?,
            discovers: auth_type.discovers(),
            tokens: OnceLock::new(),
            body: body(identity, scope(settings, auth_type)?),
            token,
        })
    }

    /// Returns a login that exchanges `token` for one with this scope.
    pub(super) fn rescoping(auth_url: &Url, token: &Secret, scope: Value) -> Self {
        let mut identity = Map::new();
        identity.insert("methods".into(), json!(["token"]));
        identity.insert("token".into(), json!({ "id": token.expose() }));
        Self {
            auth_url: auth_url.clone(),
            discovers: false,
            tokens: OnceLock::new(),
            body: body(identity, Some(scope)),
            token: Some(token.clone()),
        }
    }

    fn tokens(&self, context: &LoginContext<'_>) -> Result<&Url> {
        if let Some(known) = self.tokens.get() {
            return Ok(known);
        }
        let found = discovery::token_url(&self.auth_url, self.discovers, context.transport)?;
        Ok(self.tokens.get_or_init(|| found))
    }
}

impl Login for Identity {
    fn log_in(&self, context: &LoginContext<'_>) -> Result<Token> {
        let url = self.tokens(context)?;
        let response = keystone::post(context, url, &self.body, self.token.as_ref(), None)?;
        let response = match receipt::Receipt::from_response(&response) {
            Some(receipt) => receipt.complete(context, url, &self.body)?,
            None => response,
        };
        keystone::read(url, &response)
    }
}

fn body(identity: Map<String, Value>, scope: Option<Value>) -> Secret {
    let mut auth = json!({ "identity": identity });
    if let (Some(scope), Some(auth)) = (scope, auth.as_object_mut()) {
        auth.insert("scope".into(), scope);
    }
    json!({ "auth": auth }).to_string().into()
}

/// Returns the proofs that an auth type consists of, each with the auth type of this proof alone.
fn proofs<'t>(
    settings: &Settings,
    auth_type: &'t AuthType,
) -> Result<Vec<(&'t AuthType, UserProof)>> {
    let find = |name: String| {
        let found = AuthType::find(&name).and_then(|known| Some((known, known.login.proof()?)));
        found.ok_or_else(|| {
            Error::config(format!("'{name}' in auth_methods is not supported")).with_hint(
                "the supported methods are v3password, v3totp, v3token and v3applicationcredential",
            )
        })
    };
    match auth_type.login.proof() {
        Some(proof) => Ok(vec![(auth_type, proof)]),
        None => settings.auth_methods().into_iter().map(find).collect(),
    }
}

/// Returns the name of the method in the request, and its value.
fn payload(
    settings: &Settings,
    auth_type: &AuthType,
    proof: UserProof,
) -> Result<(&'static str, Value)> {
    let value = |key: Key| settings.auth_text(key);
    let user_with = |name: &str, key: Key| -> Result<Value> {
        let mut user = user(settings, auth_type)?;
        user.insert(name.to_owned(), value(key).unwrap_or_default().into());
        Ok(json!({ "user": user }))
    };
    Ok(match proof {
        UserProof::Password => ("password", user_with("password", Key::Password)?),
        UserProof::Passcode => ("totp", user_with("passcode", Key::Passcode)?),
        UserProof::Token => ("token", json!({ "id": value(Key::Token) })),
        UserProof::ApplicationCredential => {
            let secret = value(Key::ApplicationCredentialSecret);
            let payload = match settings.auth_text(Key::ApplicationCredentialId) {
                Some(id) => json!({ "id": id, "secret": secret }),
                None => json!({
                    "name": value(Key::ApplicationCredentialName),
                    "secret": secret,
                    "user": user(settings, auth_type)?,
                }),
            };
            ("application_credential", payload)
        }
        UserProof::Oauth2Client => {
            let (id, secret) = (value(Key::Oauth2ClientId), value(Key::Oauth2ClientSecret));
            ("application_credential", json!({ "id": id, "secret": secret }))
        }
    })
}

fn user(settings: &Settings, auth_type: &AuthType) -> Result<Map<String, Value>> {
    let mut user = Map::new();
    if let Some(id) = settings.auth_text(Key::UserId) {
        user.insert("id".into(), id.into());
    } else if let Some(name) = settings.auth_text(Key::Username) {
        user.insert("name".into(), name.into());
        match domain(settings, Owner::User, auth_type) {
            Some(domain) => {
                user.insert("domain".into(), domain);
            }
            None if auth_type.needs_domains() => {
                return Err(no_domain(Owner::User, Key::Username));
            }
            None => {}
        }
    }
    Ok(user)
}
