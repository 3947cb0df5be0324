//! Chooses the login of an auth type.

use crate::auth::login::Login;
use crate::auth::methods::fixed::Fixed;
use crate::auth::methods::identity::Identity;
use crate::auth::methods::oauth::{Certificate, ClientCredential};
use crate::auth::methods::oidc::Federated;
use crate::auth::methods::v2::Version2;
use crate::config::Settings;
use crate::config::auth_type::{AUTH_TYPES, LoginMethod};
use crate::{Error, Result};

/// The types of logins: with a token, and without.
pub(super) enum Method {
    /// A login that ends with a token.
    Login(Box<dyn Login>),
    /// Fixed headers and a fixed endpoint, without a token.
    Fixed(Fixed),
}

impl Method {
    /// Returns the login of the settings' auth type. Nothing is sent.
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let auth_type = settings.known_auth_type().filter(|known| known.is_supported());
        let auth_type = auth_type.ok_or_else(|| unsupported(settings.auth_type()))?;
        settings.check_complete()?;
        Ok(Self::Login(match auth_type.login {
            LoginMethod::Identity(_) | LoginMethod::Multifactor => {
                Box::new(Identity::new(settings, auth_type)?)
            }
            LoginMethod::Federated(grant) => Box::new(Federated::new(settings, auth_type, grant)?),
            LoginMethod::Oauth2Secret => Box::new(ClientCredential::new(settings, auth_type)?),
            LoginMethod::Oauth2Certificate => Box::new(Certificate::new(settings)?),
            LoginMethod::Version2(proof) => Box::new(Version2::new(settings, proof)?),
            LoginMethod::Fixed(credential) => {
                return Ok(Self::Fixed(Fixed::new(settings, credential)?));
            }
            LoginMethod::Unsupported => return Err(unsupported(auth_type.name)),
        }))
    }
}

fn unsupported(auth_type: &str) -> Error {
    let supported = AUTH_TYPES.iter().filter(|known| known.is_supported());
    let names: Vec<_> = supported.map(|known| known.name).collect();
    Error::config(format!("the auth type '{auth_type}' is not supported"))
        .with_hint(format!("the supported auth types are {}", names.join(", ")))
}
