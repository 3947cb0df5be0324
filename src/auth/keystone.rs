//! Asks Keystone for a token, and reads what it answers.

use std::time::SystemTime;

use http::StatusCode;
use serde_json::{Map, Value};

use super::discovery;
use super::method::Identity;
use crate::config::{Secret, Settings};
use crate::http::{Request, Response, Transport, redact};
use crate::{ApiError, Error, Result};

/// A token, and all that Keystone says about it.
#[derive(Clone)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) expires: SystemTime,
    /// The member `token` of Keystone's answer.
    pub(super) body: Map<String, Value>,
}

impl Token {
    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// When it ends to be good.
    #[must_use]
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// What Keystone says about it: `user`, `project`, `roles`, `catalog` and more, as it came.
    #[must_use]
    pub fn body(&self) -> &Map<String, Value> {
        &self.body
    }

    /// A text in there, as in `token.text("project", "id")`.
    #[must_use]
    pub fn text(&self, object: &str, key: &str) -> Option<&str> {
        self.body.get(object)?.get(key)?.as_str()
    }

    /// The names of the roles.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        let roles = self.body.get("roles").and_then(Value::as_array);
        roles.into_iter().flatten().filter_map(|role| role.get("name")?.as_str())
    }

    /// The services that there are, with their endpoints.
    #[must_use]
    pub fn catalog(&self) -> &[Value] {
        self.body.get("catalog").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token")
            .field("secret", &self.secret)
            .field("expires", &self.expires)
            .field("user", &self.text("user", "name"))
            .field("project", &self.text("project", "name"))
            .finish_non_exhaustive()
    }
}

/// Logs in.
pub(super) fn authenticate(
    identity: &Identity,
    settings: &Settings,
    transport: &dyn Transport,
) -> Result<Token> {
    let url = discovery::token_url(&identity.auth_url, identity.discovers, transport)?;
    let shown = redact::url(url.as_str());
    log::debug!("asking {shown} for a token");
    let mut request = http::Request::builder()
        .method(http::Method::POST)
        .uri(url.as_str())
        .header("accept", "application/json")
        .header("content-type", "application/json");
    if let Some(token) = &identity.token {
        request = request.header("x-auth-token", super::sensitive(token)?);
    }
    let request: Request = request
        .body(identity.body.expose().as_bytes().to_vec())
        .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
    let response = transport.send(request)?;
    if response.status().as_u16() >= 300 {
        return Err(refusal(&shown, &response, settings));
    }
    read(&shown, &response)
}

fn read(url: &str, response: &Response) -> Result<Token> {
    let wrong = |detail: &str, source| Error::Decode {
        request: format!("POST {url}"),
        detail: detail.to_owned(),
        source,
    };
    let secret = response
        .headers()
        .get("x-subject-token")
        .and_then(|value| value.to_str().ok())
        .map(Secret::from)
        .ok_or_else(|| wrong("there is no X-Subject-Token header", None))?;
    let mut answer: Value = serde_json::from_slice(response.body())
        .map_err(|error| wrong("it is not JSON", Some(error)))?;
    let Some(Value::Object(body)) = answer.get_mut("token").map(Value::take) else {
        return Err(wrong("there is no 'token' in it", None));
    };
    let expires = expiry(&body).ok_or_else(|| wrong("the token has no 'expires_at'", None))?;
    let token = Token { secret, expires, body };
    log::debug!("{token:?}");
    Ok(token)
}

/// When a token ends, by what Keystone says about it.
pub(super) fn expiry(body: &Map<String, Value>) -> Option<SystemTime> {
    let text = body.get("expires_at")?.as_str()?;
    text.parse::<jiff::Timestamp>().ok().map(SystemTime::from)
}

/// Why there is no token.
fn refusal(url: &str, response: &Response, settings: &Settings) -> Error {
    let status = response.status();
    let id = ["x-openstack-request-id", "x-compute-request-id"]
        .iter()
        .find_map(|name| response.headers().get(*name)?.to_str().ok());
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let message = body
        .get("error")
        .and_then(|error| error.get("message")?.as_str())
        .or_else(|| status.canonical_reason())
        .unwrap_or("no reason given");
    if status.is_server_error() {
        let mut error = ApiError::new(status.as_u16(), message, format!("POST {url}"));
        error.request_id = id.map(str::to_owned);
        return error.into();
    }
    if response.headers().contains_key("openstack-auth-receipt") {
        let rules = body.get("required_auth_methods").map(Value::to_string).unwrap_or_default();
        return Error::auth(format!("the login needs more than one method: one of {rules}"))
            .with_hint("configure auth_type: v3multifactor, with auth_methods");
    }
    let mut text = format!("{} (HTTP {})", message.trim_end_matches('.'), status.as_u16());
    if let Some(id) = id {
        text.push_str(&format!(" (Request-ID: {id})"));
    }
    Error::auth(format!("no token from {url}: {text}")).with_hint(hint(status, settings))
}

/// What to look at, and where it came from.
fn hint(status: StatusCode, settings: &Settings) -> String {
    let from =
        |key: &str| settings.auth(key).map(|setting| format!("{key} (from {})", setting.source));
    let keys: &[&str] = match (status.as_u16(), settings.auth_type()) {
        (400, _) => {
            return "does the user and the project have a domain? --os-user-domain-name and --os-project-domain-name".into();
        }
        (404, _) => return "is --os-auth-url right? It mostly ends in /v3".into(),
        (_, "token" | "v3token") => &["token", "project_id", "project_name"],
        (_, "v3applicationcredential") => &[
            "application_credential_id",
            "application_credential_name",
            "application_credential_secret",
        ],
        _ => &[
            "username",
            "user_id",
            "password",
            "passcode",
            "user_domain_name",
            "user_domain_id",
            "project_name",
            "project_id",
        ],
    };
    let given: Vec<_> = keys.iter().filter_map(|key| from(key)).collect();
    format!("check {}", given.join(", "))
}
