//! How each auth type logs in.

use crate::auth::login::Login;
use crate::auth::methods::fixed::Fixed;
use crate::auth::methods::identity::Identity;
use crate::auth::methods::oauth::{Certificate, ClientCredential};
use crate::auth::methods::oidc::Federated;
use crate::auth::methods::v2::Version2;
use crate::config::Settings;
use crate::{Error, Result};

/// A way to log in.
pub(super) enum Method {
    /// Somebody gives a token for it. More of these are more [`Login`]s.
    Login(Box<dyn Login>),
    /// There is no Keystone: a fixed header, and a fixed endpoint.
    Fixed(Fixed),
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
        settings.check_complete()?;
        if let Some(fixed) = Fixed::new(settings)? {
            return Ok(Self::Fixed(fixed));
        }
        Ok(Self::Login(match auth_type {
            "v2password" | "v2token" => Box::new(Version2::new(settings)?),
            "v3oauth2clientcredential" => Box::new(ClientCredential::new(settings)?),
            "v3oauth2mtlsclientcredential" => Box::new(Certificate::new(settings)?),
            oidc if oidc.starts_with("v3oidc") => Box::new(Federated::new(settings)?),
            _ => Box::new(Identity::new(settings)?),
        }))
    }
}
