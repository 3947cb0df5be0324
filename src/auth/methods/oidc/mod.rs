//! OpenID Connect: an identity provider gives an access token, and Keystone a token for that.

mod device;
mod provider;

use crate::auth::headers::bearer;
use crate::auth::login::{Login, LoginContext};
use crate::auth::methods::identity::Identity;
use crate::auth::methods::oidc::device::Device;
use crate::auth::methods::oidc::provider::Provider;
use crate::auth::methods::scope::scope;
use crate::auth::token::Token;
use crate::auth::{discovery, keystone};
use crate::config::auth_type::{AuthType, OidcGrant};
use crate::config::{Key, Settings};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// A grant that the provider exchanges for an access token.
enum Grant {
    /// The access token is a setting.
    Known(Secret),
    /// A user's name and password, and the form field for a one-time password.
    Password { username: String, password: Secret, otp_key: Option<String> },
    /// The client's own secret.
    Client,
    /// The code that the provider gave a browser, and the address that it sent the browser to.
    Code { code: Secret, redirect_uri: String },
    /// The user's approval in a browser.
    Device(Device),
}

/// A login through an identity provider that Keystone trusts.
pub(in crate::auth) struct Federated {
    auth_url: Url,
    /// The address where Keystone accepts access tokens.
    federation: Url,
    provider: Provider,
    grant: Grant,
    scope: Option<Value>,
    /// The token without a scope, which is exchanged for those with one.
    unscoped: Mutex<Option<Token>>,
}

impl Federated {
    /// Returns the login with this grant.
    pub(in crate::auth) fn new(
        settings: &Settings,
        auth_type: &AuthType,
        grant: OidcGrant,
    ) -> Result<Self> {
        let given = |key: Key| settings.auth_text(key).unwrap_or_default();
        let hidden = |key: Key| Secret::from(given(key));
        let grant = match grant {
            OidcGrant::AccessToken => Grant::Known(hidden(Key::AccessToken)),
            OidcGrant::Password => Grant::Password {
                username: given(Key::Username),
                password: hidden(Key::Password),
                otp_key: settings.auth_text(Key::IdpOtpKey),
            },
            OidcGrant::AuthorizationCode => {
                Grant::Code { code: hidden(Key::Code), redirect_uri: given(Key::RedirectUri) }
            }
            OidcGrant::Device => Grant::Device(Device::new(settings)?),
            OidcGrant::ClientCredentials => Grant::Client,
        };
        let auth_url = settings.auth_server(Key::AuthUrl)?;
        let (idp, protocol) = (given(Key::IdentityProvider), given(Key::Protocol));
        let path = ["OS-FEDERATION", "identity_providers", &idp, "protocols", &protocol, "auth"];
        Ok(Self {
            federation: discovery::below_v3(&auth_url, &path),
            auth_url,
            provider: Provider::new(settings)?,
            grant,
            scope: scope(settings, auth_type)?,
            unscoped: Mutex::new(None),
        })
    }

    fn access_token(&self, context: &LoginContext<'_>) -> Result<Secret> {
        let provider = &self.provider;
        let wanted = ("scope", provider.scope.as_str());
        match &self.grant {
            Grant::Known(token) => Ok(token.clone()),
            Grant::Password { username, password, otp_key } => {
                provider.check_grant(context, "password")?;
                let otp = otp_key.as_ref().map(|_| ask_otp(context)).transpose()?;
                let mut form =
                    vec![("username", username.as_str()), ("password", password.expose()), wanted];
                if let (Some(key), Some(otp)) = (otp_key, &otp) {
                    form.push((key, otp.expose()));
                }
                provider.token(context, "password", form)
            }
            Grant::Client => {
                provider.check_grant(context, "client_credentials")?;
                provider.token(context, "client_credentials", vec![wanted])
            }
            Grant::Code { code, redirect_uri } => {
                provider.check_grant(context, "authorization_code")?;
                let form = vec![("redirect_uri", redirect_uri.as_str()), ("code", code.expose())];
                provider.token(context, "authorization_code", form)
            }
            Grant::Device(device) => device.token(context, provider),
        }
    }

    /// Exchanges an access token for a Keystone token.
    fn exchange(&self, context: &LoginContext<'_>) -> Result<Token> {
        let (name, value) = bearer(&self.access_token(context)?)?;
        let request = http::Request::post(self.federation.as_str())
            .header("accept", "application/json")
            .header(name, value);
        let response = keystone::send(context, &self.federation, request, Vec::new())?;
        keystone::read(&self.federation, &response)
    }
}

impl Login for Federated {
    fn log_in(&self, context: &LoginContext<'_>) -> Result<Token> {
        let mut unscoped = self.unscoped.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(scope) = &self.scope else { return self.exchange(context) };
        let rescope = |token: &Token| {
            Identity::rescoping(&self.auth_url, &token.secret, scope.clone()).log_in(context)
        };
        // While this token is valid the user need not log in again.
        if let Some(old) = unscoped.take().filter(|old| context.is_fresh(old)) {
            match rescope(&old) {
                Err(Error::Auth { .. }) => log::debug!("the unscoped token is no longer valid"),
                other => {
                    *unscoped = Some(old);
                    return other;
                }
            }
        }
        let new = self.exchange(context)?;
        let token = rescope(&new);
        *unscoped = Some(new);
        token
    }
}

fn ask_otp(context: &LoginContext<'_>) -> Result<Secret> {
    context.prompter.ask("Please, enter the generated OTP code: ")?.ok_or_else(|| {
        Error::auth("the identity provider requires a one-time password, and there is no terminal to ask for it")
            .with_hint(ConfigHint::Question { key: Key::IdpOtpKey.name() })
    })
}
