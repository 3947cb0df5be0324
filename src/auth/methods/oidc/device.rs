//! The device flow (RFC 8628): the user approves the login in a browser on any device.

use crate::auth::keystone;
use crate::auth::login::LoginContext;
use crate::auth::methods::oauth;
use crate::auth::methods::oidc::provider::Provider;
use crate::config::{Key, Settings};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;
use url::Url;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How long to wait between two requests, in seconds, unless the provider says.
const DEFAULT_INTERVAL: u64 = 5;
/// How much longer to wait after the error `slow_down` (RFC 8628, section 3.5).
const SLOW_DOWN: Duration = Duration::from_secs(5);

/// The device flow, as the settings describe it.
pub(super) struct Device {
    endpoint: Option<Url>,
    challenge_method: Option<ChallengeMethod>,
}

/// How the client proves that it started the flow (RFC 7636).
#[derive(Clone, Copy)]
enum ChallengeMethod {
    Plain,
    S256,
}

/// The provider's answer to the start.
struct DeviceAuthorization {
    code: Secret,
    expires_in: Duration,
    interval: Duration,
    message: String,
}

impl Device {
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let challenge_method = match settings.auth_text(Key::CodeChallengeMethod).as_deref() {
            None => None,
            Some("plain") => Some(ChallengeMethod::Plain),
            Some("S256") => Some(ChallengeMethod::S256),
            Some(other) => {
                return Err(Error::config(format!("'{other}' is not a code_challenge_method"))
                    .with_hint("use plain or S256"));
            }
        };
        Ok(Self {
            endpoint: settings.optional_auth_server(Key::DeviceAuthorizationEndpoint)?,
            challenge_method,
        })
    }

    /// Returns the access token, once the user has approved the login.
    pub(super) fn token(&self, context: &LoginContext<'_>, provider: &Provider) -> Result<Secret> {
        provider.check_grant(context, GRANT)?;
        let verifier = self.challenge_method.map(|_| verifier()).transpose()?;
        let started = self.authorize(context, provider, verifier.as_ref())?;
        context.prompter.tell(&started.message);
        let url = provider.tokens(context)?;
        let mut form = vec![("device_code", started.code.expose())];
        if let Some(verifier) = &verifier {
            form.push(("code_verifier", verifier.expose()));
        }
        form.extend([("grant_type", GRANT), ("client_id", &provider.client_id)]);
        let mut interval = started.interval;
        let start = context.clock.elapsed();
        while context.clock.elapsed().saturating_sub(start) < started.expires_in {
            let response = oauth::post(context, &url, provider.authorization.as_ref(), &form)?;
            if response.status() == StatusCode::BAD_REQUEST {
                match oauth::json(&response).get("error").and_then(Value::as_str) {
                    Some("authorization_pending") => {}
                    Some("slow_down") => interval += SLOW_DOWN,
                    _ => return Err(oauth::refusal(context, &url, &response)),
                }
                context.clock.sleep(interval);
                continue;
            }
            return oauth::token(context, &url, &response, provider.token_type());
        }
        Err(Error::auth("the login was not approved in time").with_hint(ConfigHint::LoginAgain))
    }

    fn authorize(
        &self,
        context: &LoginContext<'_>,
        provider: &Provider,
        verifier: Option<&Secret>,
    ) -> Result<DeviceAuthorization> {
        let key = Key::DeviceAuthorizationEndpoint;
        let url = provider.endpoint(context, self.endpoint.as_ref(), key.name(), key)?;
        let challenge =
            verifier.zip(self.challenge_method).map(|(verifier, method)| match method {
                ChallengeMethod::Plain => ("plain", verifier.clone()),
                ChallengeMethod::S256 => ("S256", Secret::from(digest(verifier.expose()))),
            });
        let mut form =
            vec![("client_id", provider.client_id.as_str()), ("scope", provider.scope.as_str())];
        if let Some((method, challenge)) = &challenge {
            form.push(("code_challenge_method", *method));
            form.push(("code_challenge", challenge.expose()));
        }
        let response = oauth::post(context, &url, provider.authorization.as_ref(), &form)?;
        if !response.status().is_success() {
            return Err(oauth::refusal(context, &url, &response));
        }
        let answer = oauth::json(&response);
        DeviceAuthorization::read(&answer)
            .ok_or_else(|| keystone::wrong(&url, "it is not the start of a device flow", None))
    }
}

impl DeviceAuthorization {
    fn read(answer: &Value) -> Option<Self> {
        let text = |key: &str| answer.get(key).and_then(Value::as_str);
        let seconds = |key: &str| answer.get(key).and_then(Value::as_u64).map(Duration::from_secs);
        let message = match text("verification_uri_complete") {
            Some(uri) => format!("To authenticate please go to: {uri}"),
            None => format!(
                "To authenticate please go to {} and enter the code {}",
                text("verification_uri")?,
                text("user_code")?
            ),
        };
        Some(Self {
            code: text("device_code")?.into(),
            expires_in: seconds("expires_in")?,
            interval: seconds("interval").unwrap_or(Duration::from_secs(DEFAULT_INTERVAL)),
            message,
        })
    }
}

/// Returns a secret that only the client that started the flow knows.
fn verifier() -> Result<Secret> {
    let mut bytes = [0; 42];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::auth("the system has no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes).into())
}

fn digest(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_the_digest_of_its_verifier() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(digest(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn verifiers_are_long_and_never_the_same() {
        let (one, two) = (verifier().unwrap(), verifier().unwrap());
        assert_eq!(one.expose().len(), 56);
        assert_ne!(one, two);
    }
}
