//! Requests tokens from Keystone, and revokes them.

use crate::auth::discovery;
use crate::auth::headers::sensitive;
use crate::auth::login::LoginContext;
use crate::auth::outage::outage;
use crate::auth::token::{Token, expiry};
use crate::config::auth_type::AuthType;
use crate::config::{Key, Settings};
use crate::http::{Request, Response, WithoutQuotas, api_error, redact, request_line};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Hint, Result, json};
use http::{Method, StatusCode};
use serde_json::{Map, Value};
use url::Url;

/// The header that carries a receipt, in answers and requests.
pub(super) const RECEIPT: &str = "openstack-auth-receipt";

/// Requests a token and returns the answer if it has a token or a receipt.
pub(super) fn post(
    context: &LoginContext<'_>,
    url: &Url,
    body: &Secret,
    token: Option<&Secret>,
    receipt: Option<&Secret>,
) -> Result<Response> {
    let mut request = http::Request::post(url.as_str())
        .header("accept", "application/json")
        .header("content-type", "application/json");
    for (name, secret) in [("x-auth-token", token), (RECEIPT, receipt)] {
        if let Some(secret) = secret {
            request = request.header(name, sensitive(secret)?);
        }
    }
    send(context, url, request, body.expose().as_bytes().to_vec())
}

/// Sends a request whose answer has a token.
pub(super) fn send(
    context: &LoginContext<'_>,
    url: &Url,
    request: http::request::Builder,
    body: Vec<u8>,
) -> Result<Response> {
    let shown = redact::url(url.as_str());
    log::debug!("requesting a token from {shown}");
    let request = request.extension(WithoutQuotas).body(body);
    let request: Request = request.map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
    let response = context.transport.send(request)?;
    if response.status().as_u16() < 300 || response.headers().contains_key(RECEIPT) {
        return Ok(response);
    }
    Err(refusal(&shown, &response, context.settings))
}

/// Reads the token from an answer of version 3.
pub(super) fn read(url: &Url, response: &Response) -> Result<Token> {
    let header = response.headers().get("x-subject-token").and_then(|value| value.to_str().ok());
    let secret = header.map(Secret::from);
    let secret = secret.ok_or_else(|| wrong(url, "there is no X-Subject-Token header", None))?;
    Ok(token(secret, member(url, response, "token")?))
}

/// Returns the object that an answer consists of.
pub(super) fn member(url: &Url, response: &Response, name: &str) -> Result<Map<String, Value>> {
    let mut answer = json::parse(response.body()).map_err(|defect| {
        let (why, source) = defect.explain();
        wrong(url, &why, source)
    })?;
    match answer.get_mut(name).map(Value::take) {
        Some(Value::Object(body)) => Ok(body),
        _ => Err(wrong(url, &format!("there is no '{name}' in it"), None)),
    }
}

/// Builds a token from its details in the form of version 3.
pub(super) fn token(secret: Secret, body: Map<String, Value>) -> Token {
    let token = Token { secret, expires: expiry(&body), body };
    log::debug!("{token:?}");
    token
}

/// Returns the error for an answer that is not as expected.
pub(super) fn wrong(url: &Url, detail: &str, source: Option<serde_json::Error>) -> Error {
    let request = format!("POST {}", redact::url(url.as_str()));
    Error::Decode { request, detail: detail.to_owned(), source }
}

/// Revokes `token`. A token that Keystone does not know any more counts as revoked.
pub(super) fn revoke(context: &LoginContext<'_>, token: &Token) -> Result<()> {
    let auth_url = context.settings.auth(Key::AuthUrl).and_then(|setting| setting.text());
    let auth_url = auth_url.and_then(|text| Url::parse(&text).ok());
    let auth_url = auth_url
        .ok_or_else(|| Error::config("this login has no Keystone that could revoke a token"))?;
    let discovers = context.settings.known_auth_type().is_some_and(AuthType::discovers);
    let url = discovery::token_url(&auth_url, discovers, context.transport)?;
    let request: Request = http::Request::builder()
        .method(Method::DELETE)
        .uri(url.as_str())
        .header("x-auth-token", sensitive(&token.secret)?)
        .header("x-subject-token", sensitive(&token.secret)?)
        .extension(WithoutQuotas)
        .body(Vec::new())
        .map_err(|_| Error::config("the address of Keystone is not a URL"))?;
    let line = request_line(&request);
    let response = context.transport.send(request)?;
    match response.status() {
        StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED => Ok(()),
        status if status.is_success() => Ok(()),
        _ => {
            Err(outage(line.clone(), &response)
                .unwrap_or_else(|| api_error(line, &response).into()))
        }
    }
}

/// Returns the error for an answer that refuses a token.
fn refusal(url: &str, response: &Response, settings: &Settings) -> Error {
    if let Some(error) = outage(format!("POST {url}"), response) {
        return error;
    }
    let status = response.status();
    let id = ["x-openstack-request-id", "x-compute-request-id"]
        .iter()
        .find_map(|name| response.headers().get(*name)?.to_str().ok());
    let body = json::parse(response.body()).unwrap_or_default();
    let message = body
        .get("error")
        .and_then(|error| error.get("message")?.as_str())
        .or_else(|| status.canonical_reason())
        .unwrap_or("no reason given");
    let mut text = format!("{} (HTTP {})", message.trim_end_matches('.'), status.as_u16());
    if let Some(id) = id {
        text.push_str(&format!(" (Request-ID: {id})"));
    }
    let hint = hint(status, &body, settings);
    Error::auth(format!("no token from {url}: {text}")).with_hint(hint)
}

/// Returns what helps against a refused login.
fn hint(status: StatusCode, body: &Value, settings: &Settings) -> Hint {
    let message = body.pointer("/error/message").and_then(Value::as_str);
    match status.as_u16() {
        400 if message.is_some_and(|message| message.contains("domain")) => {
            ConfigHint::Domains.into()
        }
        300..400 => ConfigHint::KeystoneAddress.into(),
        // With a message it is Keystone's own answer, about a token or a credential.
        404 if message.is_none() => ConfigHint::KeystoneAddress.into(),
        _ => check(settings).into(),
    }
}

/// Names the settings of the login with their sources, those of the user before those of the project.
pub(super) fn check(settings: &Settings) -> String {
    let options = settings.known_auth_type().map(AuthType::takes);
    let mut given: Vec<_> = options
        .into_iter()
        .flatten()
        .filter(|key| *key != Key::AuthUrl)
        .filter_map(|key| Some(format!("{key} (from {})", settings.auth(key)?.source)))
        .collect();
    given.reverse();
    format!("check {}", given.join(", "))
}
