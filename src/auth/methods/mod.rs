//! The logins: one file for each kind, and the scope that they request.

pub(super) mod fixed;
pub(super) mod identity;
pub(super) mod oauth;
pub(super) mod oidc;
mod scope;
#[cfg(test)]
mod tests;
mod v2;

use crate::auth::prompter::Person;
use crate::auth::token::{MARGIN, Token};
use crate::config::Settings;
use crate::http::Transport;
use crate::secret::Secret;
use crate::{Clock, Error, Result};
use http::header::{HeaderName, HeaderValue};

pub(super) use fixed::Fixed;
pub use missing::missing;

/// The header that carries a token of Keystone's.
const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// A way to log in.
pub(super) enum Method {
    /// Somebody gives a token for it. More of these are more [`Login`]s.
    Login(Box<dyn Login>),
    /// There is no Keystone: a fixed header, and a fixed endpoint.
    Fixed(Fixed),
}

/// What a login has at hand.
pub(super) struct Means<'a> {
    pub(super) settings: &'a Settings,
    pub(super) transport: &'a dyn Transport,
    pub(super) clock: &'a dyn Clock,
    pub(super) person: &'a dyn Person,
}

impl Means<'_> {
    /// Whether a token is good for long enough to be used.
    pub(super) fn is_fresh(&self, token: &Token) -> bool {
        token.expires.duration_since(self.clock.now()).is_ok_and(|left| left >= MARGIN)
    }
}

/// A login that ends with a token.
pub(super) trait Login: Send + Sync {
    /// Gets a new token.
    fn log_in(&self, means: &Means<'_>) -> Result<Token>;

    /// What a request with this token carries.
    fn headers(&self, token: &Token, _means: &Means<'_>) -> Result<Vec<(HeaderName, HeaderValue)>> {
        Ok(vec![(TOKEN, sensitive(&token.secret)?)])
    }
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
    "v3oidcpassword",
    "v3oidcclientcredentials",
    "v3oidcaccesstoken",
    "v3oidcdeviceauthz",
    "v3oidcauthcode",
    "v3oauth2clientcredential",
    "v3oauth2mtlsclientcredential",
    "v3tokenlessauth",
    "v2password",
    "v2token",
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
        missing::check(settings)?;
        if let Some(fixed) = Fixed::new(settings)? {
            return Ok(Self::Fixed(fixed));
        }
        Ok(Self::Login(match auth_type {
            "v2password" | "v2token" => Box::new(v2::Version2::new(settings)?),
            "v3oauth2clientcredential" => Box::new(oauth::ClientCredential::new(settings)?),
            "v3oauth2mtlsclientcredential" => Box::new(oauth::Certificate::new(settings)?),
            oidc if oidc.starts_with("v3oidc") => Box::new(oidc::Federated::new(settings)?),
            _ => Box::new(identity::Identity::new(settings)?),
        }))
    }
}

/// A header that is not to be shown, by whomever.
pub(super) fn sensitive(secret: &Secret) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(secret.expose())
        .map_err(|_| Error::config("the token has characters that no header can have"))?;
    value.set_sensitive(true);
    Ok(value)
}
