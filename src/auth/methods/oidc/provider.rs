//! An identity provider, as a client of OpenID Connect sees it.

use crate::auth::headers::basic;
use crate::auth::keystone;
use crate::auth::login::LoginContext;
use crate::auth::methods::oauth;
use crate::config::{Key, Settings};
use crate::http::{WithoutQuotas, redact, server_url};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result, json};
use serde_json::{Map, Value};
use std::sync::OnceLock;
use url::Url;

/// An identity provider, and the client that it knows.
pub(super) struct Provider {
    discovery: Option<Url>,
    /// The discovery document, once it was requested.
    document: OnceLock<Map<String, Value>>,
    tokens: Option<Url>,
    /// The member of its answers that has the token.
    token_type: String,
    pub(super) client_id: String,
    /// The value of the `Authorization` header, if the client has a secret.
    pub(super) authorization: Option<Secret>,
    pub(super) scope: String,
}

impl Provider {
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let given = |key: Key| settings.auth_text(key);
        let client_id = given(Key::ClientId).unwrap_or_default();
        let secret = given(Key::ClientSecret);
        Ok(Self {
            discovery: settings.optional_auth_server(Key::DiscoveryEndpoint)?,
            document: OnceLock::new(),
            tokens: settings.optional_auth_server(Key::AccessTokenEndpoint)?,
            token_type: given(Key::AccessTokenType).unwrap_or_else(|| "access_token".to_owned()),
            authorization: secret.map(|secret| basic(&client_id, &secret)),
            client_id,
            scope: given(Key::OpenidScope).unwrap_or_else(|| "openid profile".to_owned()),
        })
    }

    /// Fails if the discovery document lists grant types, and `grant` is not one of them.
    pub(super) fn check_grant(&self, context: &LoginContext<'_>, grant: &str) -> Result<()> {
        let Some(document) = self.document(context)? else { return Ok(()) };
        let Some(Value::Array(grants)) = document.get("grant_types_supported") else {
            return Ok(());
        };
        if grants.is_empty() || grants.iter().any(|offered| offered == grant) {
            return Ok(());
        }
        let offered: Vec<_> = grants.iter().filter_map(Value::as_str).collect();
        Err(Error::auth(format!("the identity provider does not support the grant type '{grant}'"))
            .with_hint(format!("it supports {}", offered.join(", "))))
    }

    /// Requests an access token with these fields.
    pub(super) fn token<'a>(
        &'a self,
        context: &LoginContext<'_>,
        grant: &'a str,
        mut form: Vec<(&'a str, &'a str)>,
    ) -> Result<Secret> {
        form.push(("grant_type", grant));
        if self.authorization.is_none() {
            form.push(("client_id", &self.client_id));
        }
        let url = self.tokens(context)?;
        let response = oauth::post(context, &url, self.authorization.as_ref(), &form)?;
        oauth::token(context, &url, &response, &self.token_type)
    }

    /// Returns the member of the provider's answers that has the token.
    pub(super) fn token_type(&self) -> &str {
        &self.token_type
    }

    /// Returns its address for token requests.
    pub(super) fn tokens(&self, context: &LoginContext<'_>) -> Result<Url> {
        self.endpoint(context, self.tokens.as_ref(), "token_endpoint", Key::AccessTokenEndpoint)
    }

    /// Returns one of its addresses: the one in the settings, or else `name` of the discovery document.
    pub(super) fn endpoint(
        &self,
        context: &LoginContext<'_>,
        set: Option<&Url>,
        name: &str,
        key: Key,
    ) -> Result<Url> {
        if let Some(url) = set {
            return Ok(url.clone());
        }
        let document = self.document(context)?;
        let given = document.and_then(|document| document.get(name)?.as_str());
        given.and_then(server_url).ok_or_else(|| {
            Error::config(format!("the identity provider's discovery document has no {name}"))
                .with_hint(ConfigHint::Missing { choices: vec![vec![key.name()]], note: None })
        })
    }

    fn document(&self, context: &LoginContext<'_>) -> Result<Option<&Map<String, Value>>> {
        let Some(url) = &self.discovery else { return Ok(None) };
        if let Some(known) = self.document.get() {
            return Ok(Some(known));
        }
        let shown = redact::url(url.as_str());
        let request = http::Request::get(url.as_str())
            .extension(WithoutQuotas)
            .body(Vec::new())
            .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
        let response = context.transport.send(request)?;
        if !response.status().is_success() {
            return Err(oauth::refusal(context, url, &response));
        }
        match json::parse(response.body()) {
            Ok(Value::Object(document)) if !document.is_empty() => {
                Ok(Some(self.document.get_or_init(|| document)))
            }
            Ok(_) => Err(keystone::wrong(url, "it is not a discovery document", None)),
            Err(defect) => {
                let (why, source) = defect.explain();
                Err(keystone::wrong(url, &why, source))
            }
        }
    }
}
