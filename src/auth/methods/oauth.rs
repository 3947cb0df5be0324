//! OAuth 2.0: requests for access tokens, and the two logins to Keystone with them.

use crate::auth::headers::{TOKEN, basic, bearer, sensitive};
use crate::auth::login::{Login, LoginContext};
use crate::auth::methods::identity::Identity;
use crate::auth::outage::outage;
use crate::auth::token::Token;
use crate::auth::{discovery, keystone};
use crate::config::auth_type::AuthType;
use crate::config::{Key, Settings};
use crate::http::{Request, Response, WithoutQuotas, redact};
use crate::secret::Secret;
use crate::{Error, Result};
use http::StatusCode;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;
use url::{Url, form_urlencoded};

/// Sends a form to an OAuth 2.0 server. The client is named by `authorization` or in the form.
pub(super) fn post(
    context: &LoginContext<'_>,
    url: &Url,
    authorization: Option<&Secret>,
    fields: &[(&str, &str)],
) -> Result<Response> {
    let shown = redact::url(url.as_str());
    log::debug!("requesting an access token from {shown}");
    let mut request =
        http::Request::post(url.as_str()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(authorization) = authorization {
        request = request.header(AUTHORIZATION, sensitive(authorization)?);
    }
    let mut form = form_urlencoded::Serializer::new(String::new());
    let request: Request = request
        .extension(WithoutQuotas)
        .body(form.extend_pairs(fields).finish().into_bytes())
        .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
    context.transport.send(request)
}

/// Returns the token of this name in an answer.
pub(super) fn token(
    context: &LoginContext<'_>,
    url: &Url,
    response: &Response,
    name: &str,
) -> Result<Secret> {
    if response.status() != StatusCode::OK {
        return Err(refusal(context, url, response));
    }
    let answer = json(response);
    answer
        .get(name)
        .and_then(Value::as_str)
        .map(Secret::from)
        .ok_or_else(|| keystone::wrong(url, &format!("there is no '{name}' in it"), None))
}

/// Returns the body of an answer, or null if it is not JSON.
pub(super) fn json(response: &Response) -> Value {
    crate::json::parse(response.body()).unwrap_or_default()
}

/// Returns the error for an answer that refuses an access token.
pub(super) fn refusal(context: &LoginContext<'_>, url: &Url, response: &Response) -> Error {
    let shown = redact::url(url.as_str());
    if let Some(error) = outage(format!("POST {shown}"), response) {
        return error;
    }
    let status = response.status();
    let answer = json(response);
    // The error has the form of RFC 6749, or Keystone's own.
    let message = ["/error_description", "/error", "/error/message"]
        .iter()
        .find_map(|place| answer.pointer(place)?.as_str())
        .or_else(|| status.canonical_reason())
        .unwrap_or("no reason given");
    let message = message.trim_end_matches('.');
    Error::auth(format!("no access token from {shown}: {message} (HTTP {})", status.as_u16()))
        .with_hint(keystone::check(context.settings))
}

/// A login by an application credential that is an OAuth 2.0 client too. Requests carry both tokens.
pub(in crate::auth) struct ClientCredential {
    identity: Identity,
    endpoint: Url,
    authorization: Secret,
}

impl ClientCredential {
    pub(in crate::auth) fn new(settings: &Settings, auth_type: &AuthType) -> Result<Self> {
        let given = |key: Key| settings.auth_text(key).unwrap_or_default();
        Ok(Self {
            identity: Identity::new(settings, auth_type)?,
            endpoint: settings.auth_server(Key::Oauth2Endpoint)?,
            authorization: basic(&given(Key::Oauth2ClientId), &given(Key::Oauth2ClientSecret)),
        })
    }
}

impl Login for ClientCredential {
    fn log_in(&self, context: &LoginContext<'_>) -> Result<Token> {
        self.identity.log_in(context)
    }

    fn headers(
        &self,
        token: &Token,
        context: &LoginContext<'_>,
    ) -> Result<Vec<(HeaderName, HeaderValue)>> {
        let form = [("grant_type", "client_credentials")];
        let response = post(context, &self.endpoint, Some(&self.authorization), &form)?;
        let access = self::token(context, &self.endpoint, &response, "access_token")?;
        Ok(vec![(TOKEN, sensitive(&token.secret)?), bearer(&access)?])
    }
}

/// A login by the client certificate of the connection.
pub(in crate::auth) struct Certificate {
    endpoint: Url,
    tokens: Url,
    client: Option<Secret>,
}

impl Certificate {
    pub(in crate::auth) fn new(settings: &Settings) -> Result<Self> {
        Ok(Self {
            endpoint: settings.auth_server(Key::Oauth2Endpoint)?,
            tokens: discovery::tokens(&settings.auth_server(Key::AuthUrl)?),
            client: settings.auth_secret(Key::Oauth2ClientId),
        })
    }
}

impl Login for Certificate {
    fn log_in(&self, context: &LoginContext<'_>) -> Result<Token> {
        let client = self.client.as_ref().map(Secret::expose).unwrap_or_default();
        let form = [("grant_type", "client_credentials"), ("client_id", client)];
        let response = post(context, &self.endpoint, None, &form)?;
        let access = token(context, &self.endpoint, &response, "access_token")?;
        // The access token is a Keystone token, which may ask for its own details.
        let request = http::Request::get(self.tokens.as_str())
            .header("accept", "application/json")
            .header(TOKEN, sensitive(&access)?)
            .header("x-subject-token", sensitive(&access)?);
        let response = keystone::send(context, &self.tokens, request, Vec::new())?;
        Ok(keystone::token(access, keystone::member(&self.tokens, &response, "token")?))
    }

    fn headers(
        &self,
        token: &Token,
        _means: &LoginContext<'_>,
    ) -> Result<Vec<(HeaderName, HeaderValue)>> {
        Ok(vec![(TOKEN, sensitive(&token.secret)?), bearer(&token.secret)?])
    }
}
