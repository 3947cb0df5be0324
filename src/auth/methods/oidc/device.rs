//! The device flow (RFC 8628): somebody agrees in a browser elsewhere, and that is waited for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crate::auth::keystone;
use crate::auth::login::LoginContext;
use crate::auth::methods::oauth;
use crate::auth::methods::oidc::provider::Provider;
use crate::config::{Key, Settings};
use crate::secret::Secret;
use crate::{Error, Result};
use http::StatusCode;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;
use url::Url;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How long to wait between two questions unless the provider says.
const INTERVAL: u64 = 5;
/// How much longer from when the provider finds it too short (RFC 8628, section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// How the device flow is begun.
pub(super) struct Device {
    endpoint: Option<Url>,
    proof: Option<Proof>,
}

/// How a client proves that it is the one that began (RFC 7636).
#[derive(Clone, Copy)]
enum Proof {
    Plain,
    S256,
}

/// What the provider answers to the beginning.
struct Begun {
    code: Secret,
    ends: Duration,
    interval: Duration,
    invitation: String,
}

impl Device {
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let proof = match settings.auth_text(Key::CodeChallengeMethod).as_deref() {
            None => None,
            Some("plain") => Some(Proof::Plain),
            Some("S256") => Some(Proof::S256),
            Some(other) => {
                return Err(Error::config(format!("'{other}' is no code_challenge_method"))
                    .with_hint("it is plain or S256"));
            }
        };
        Ok(Self {
            endpoint: settings.optional_auth_server(Key::DeviceAuthorizationEndpoint)?,
            proof,
        })
    }

    /// The access token, once somebody has agreed.
    pub(super) fn token(&self, context: &LoginContext<'_>, provider: &Provider) -> Result<Secret> {
        provider.check(context, GRANT)?;
        let verifier = self.proof.map(|_| verifier()).transpose()?;
        let begun = self.begin(context, provider, verifier.as_ref())?;
        context.prompter.tell(&begun.invitation);
        let url = provider.tokens(context)?;
        let mut form = vec![("device_code", begun.code.expose())];
        if let Some(verifier) = &verifier {
            form.push(("code_verifier", verifier.expose()));
        }
        form.extend([("grant_type", GRANT), ("client_id", &provider.client_id)]);
        let mut interval = begun.interval;
        let start = context.clock.now();
        while context.clock.now().duration_since(start).unwrap_or_default() < begun.ends {
            let response = oauth::post(context, &url, provider.authorization.as_ref(), &form)?;
            if response.status() == StatusCode::BAD_REQUEST {
                match oauth::json(&response).get("error").and_then(Value::as_str) {
                    Some("authorization_pending") => {}
                    Some("slow_down") => interval += SLOWER,
                    _ => return Err(oauth::refusal(context, &url, &response)),
                }
                context.clock.sleep(interval);
                continue;
            }
            return oauth::token(context, &url, &response, provider.token_type());
        }
        Err(Error::auth("nobody has agreed to the login in time").with_hint("run it again"))
    }

    fn begin(
        &self,
        context: &LoginContext<'_>,
        provider: &Provider,
        verifier: Option<&Secret>,
    ) -> Result<Begun> {
        let key = Key::DeviceAuthorizationEndpoint;
        let url = provider.endpoint(context, self.endpoint.as_ref(), key.name(), key)?;
        let challenge = verifier.zip(self.proof).map(|(verifier, proof)| match proof {
            Proof::Plain => ("plain", verifier.clone()),
            Proof::S256 => ("S256", Secret::from(digest(verifier.expose()))),
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
        Begun::read(&answer)
            .ok_or_else(|| keystone::wrong(&url, "it is no answer to a device", None))
    }
}

impl Begun {
    fn read(answer: &Value) -> Option<Self> {
        let text = |key: &str| answer.get(key).and_then(Value::as_str);
        let seconds = |key: &str| answer.get(key).and_then(Value::as_u64).map(Duration::from_secs);
        let invitation = match text("verification_uri_complete") {
            Some(uri) => format!("To authenticate please go to: {uri}"),
            None => format!(
                "To authenticate please go to {} and enter the code {}",
                text("verification_uri")?,
                text("user_code")?
            ),
        };
        Some(Self {
            code: text("device_code")?.into(),
            ends: seconds("expires_in")?,
            interval: seconds("interval").unwrap_or(Duration::from_secs(INTERVAL)),
            invitation,
        })
    }
}

/// What only the client that began can know.
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
