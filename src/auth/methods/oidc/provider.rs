//! An identity provider: where it gives tokens, and to which client.

use crate::auth::headers::basic;
use crate::auth::keystone;
use crate::auth::login::LoginContext;
use crate::auth::methods::oauth;
use crate::config::credentials::place;
use crate::config::{Key, Settings};
use crate::http::{redact, server_url};
use crate::secret::Secret;
use crate::{Error, Result};
use serde_json::{Map, Value};
use std::sync::OnceLock;
use url::Url;

/// An identity provider, and the client that we are to it.
pub(super) struct Provider {
    discovery: Option<Url>,
    /// What it says about itself, once it was asked.
    document: OnceLock<Map<String, Value>>,
    tokens: Option<Url>,
    /// What the token of its answers is called.
    token_type: String,
    pub(super) client_id: String,
    /// The client's secret, as a header has it.
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

    /// Makes sure that it gives tokens for `grant`, as far as it says so.
    pub(super) fn check(&self, context: &LoginContext<'_>, grant: &str) -> Result<()> {
        let Some(document) = self.document(context)? else { return Ok(()) };
        let Some(Value::Array(grants)) = document.get("grant_types_supported") else {
            return Ok(());
        };
        if grants.is_empty() || grants.iter().any(|offered| offered == grant) {
            return Ok(());
        }
        let offered: Vec<_> = grants.iter().filter_map(Value::as_str).collect();
        Err(Error::auth(format!("the identity provider gives no tokens for '{grant}'"))
            .with_hint(format!("it does for {}", offered.join(", "))))
    }

    /// The access token that it gives for these fields.
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

    /// What the token of its answers is called.
    pub(super) fn token_type(&self) -> &str {
        &self.token_type
    }

    /// Where it gives tokens.
    pub(super) fn tokens(&self, context: &LoginContext<'_>) -> Result<Url> {
        self.endpoint(context, self.tokens.as_ref(), "token_endpoint", Key::AccessTokenEndpoint)
    }

    /// An address of it: the one that is set, or else the one that it gives under `name`.
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
            Error::config(format!("the identity provider does not say where its {name} is"))
                .with_hint(format!("give {}", place(key)))
        })
    }

    fn document(&self, context: &LoginContext<'_>) -> Result<Option<&Map<String, Value>>> {
        let Some(url) = &self.discovery else { return Ok(None) };
        if let Some(known) = self.document.get() {
            return Ok(Some(known));
        }
        let shown = redact::url(url.as_str());
        let request = http::Request::get(url.as_str())
            .body(Vec::new())
            .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
        let response = context.transport.send(request)?;
        if !response.status().is_success() {
            return Err(oauth::refusal(context, url, &response));
        }
        match serde_json::from_slice(response.body()) {
            Ok(Value::Object(document)) if !document.is_empty() => {
                Ok(Some(self.document.get_or_init(|| document)))
            }
            Ok(_) => Err(keystone::wrong(url, "it describes no identity provider", None)),
            Err(error) => Err(keystone::wrong(url, "it is not JSON", Some(error))),
        }
    }
}
