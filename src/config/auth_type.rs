//! The table of auth types: their names, what they take and require, and how each logs in.
//!
//! A new auth type is a row here. If no other type logs in as it does, it also has a variant of
//! `LoginMethod` and a file in `auth/methods`.

use crate::config::key::Key;

/// A way to log in, by the name that `auth_type` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthType {
    /// The name, as `auth_type` spells it.
    pub name: &'static str,
    /// Another spelling, if there is one.
    pub alias: Option<&'static str>,
    /// The settings that must be given. One of each choice is enough.
    pub requires: &'static [&'static [Key]],
    pub(crate) identity: Identity,
    pub(crate) login: LoginMethod,
    takes: &'static [&'static [Key]],
}

/// The version of the identity API that an auth type uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    /// There is no Keystone.
    None,
    /// Version 2, without asking.
    V2,
    /// Version 3, without asking.
    V3,
    /// The version that Keystone offers.
    Discovered,
}

/// How an auth type logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LoginMethod {
    /// Proves a user to Keystone.
    Identity(UserProof),
    /// Proves a user to Keystone in several ways at once, which `auth_methods` names.
    Multifactor,
    /// Shows Keystone an access token of an identity provider.
    Federated(OidcGrant),
    /// Proves a client of OAuth 2.0 by its secret.
    Oauth2Secret,
    /// Proves a client of OAuth 2.0 by its certificate.
    Oauth2Certificate,
    /// Proves a user to version 2 of Keystone.
    Version2(Version2Proof),
    /// Sends the same headers with each request, and asks for no token.
    Fixed(FixedCredential),
    /// Known to other clients, but not supported here.
    Unsupported,
}

/// The credential that proves a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserProof {
    Password,
    Token,
    Passcode,
    ApplicationCredential,
    /// An application credential that is written as a client of OAuth 2.0.
    Oauth2Client,
}

/// The grant that the identity provider exchanges for an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OidcGrant {
    /// Nothing: the access token is a setting.
    AccessToken,
    Password,
    ClientCredentials,
    AuthorizationCode,
    Device,
}

/// The credential that proves a user to Keystone version 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version2Proof {
    Password,
    Token,
}

/// The credential that each request carries instead of a token from Keystone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FixedCredential {
    None,
    Token,
    Basic,
    /// The certificate of the connection, and the scope.
    Certificate,
}

/// Other spellings of settings, each with its key.
const ALIASES: &[(&str, Key)] = &[
    ("user_name", Key::Username),
    ("url", Key::Endpoint),
    ("tenant_id", Key::ProjectId),
    ("tenant_name", Key::ProjectName),
    ("authorization_code", Key::Code),
];

const URL: &[Key] = &[Key::AuthUrl];
const SCOPE: &[Key] = &[
    Key::SystemScope,
    Key::DomainId,
    Key::DomainName,
    Key::ProjectId,
    Key::ProjectName,
    Key::ProjectDomainId,
    Key::ProjectDomainName,
    Key::TrustId,
];
const USER: &[Key] = &[Key::UserId, Key::Username, Key::UserDomainId, Key::UserDomainName];
const TENANT: &[Key] = &[Key::TenantId, Key::TenantName, Key::TrustId];
const DEFAULTS: &[Key] = &[Key::DefaultDomainId, Key::DefaultDomainName];
const APPLICATION: &[Key] = &[
    Key::ApplicationCredentialSecret,
    Key::ApplicationCredentialId,
    Key::ApplicationCredentialName,
];
const IDP: &[Key] = &[Key::IdentityProvider, Key::Protocol];
const OIDC: &[Key] = &[
    Key::ClientId,
    Key::ClientSecret,
    Key::OpenidScope,
    Key::AccessTokenEndpoint,
    Key::DiscoveryEndpoint,
    Key::AccessTokenType,
];

const WHO: &[Key] = &[Key::Username, Key::UserId];
const PASSWORD: &[Key] = &[Key::Password];
const PROVIDER: &[Key] = &[Key::IdentityProvider];
const PROTOCOL: &[Key] = &[Key::Protocol];
const CLIENT: &[Key] = &[Key::ClientId];
const CLIENT_SECRET: &[Key] = &[Key::ClientSecret];
const TOKENS: &[Key] = &[Key::DiscoveryEndpoint, Key::AccessTokenEndpoint];
const OAUTH2: &[Key] = &[Key::Oauth2Endpoint];
const OAUTH2_CLIENT: &[Key] = &[Key::Oauth2ClientId];

const fn row(
    name: &'static str,
    identity: Identity,
    login: LoginMethod,
    takes: &'static [&'static [Key]],
    requires: &'static [&'static [Key]],
) -> AuthType {
    AuthType { name, alias: None, requires, identity, login, takes }
}

/// All auth types that have a name.
pub const AUTH_TYPES: &[AuthType] = &[
    row(
        "password",
        Identity::Discovered,
        LoginMethod::Identity(UserProof::Password),
        &[URL, SCOPE, DEFAULTS, USER, PASSWORD],
        &[URL, WHO, PASSWORD],
    ),
    row(
        "token",
        Identity::Discovered,
        LoginMethod::Identity(UserProof::Token),
        &[URL, SCOPE, DEFAULTS, &[Key::Token]],
        &[URL, &[Key::Token]],
    ),
    row(
        "v2password",
        Identity::V2,
        LoginMethod::Version2(Version2Proof::Password),
        &[URL, TENANT, &[Key::Username, Key::UserId], PASSWORD],
        &[URL, WHO, PASSWORD],
    ),
    row(
        "v2token",
        Identity::V2,
        LoginMethod::Version2(Version2Proof::Token),
        &[URL, TENANT, &[Key::Token]],
        &[URL, &[Key::Token]],
    ),
    row(
        "v3password",
        Identity::V3,
        LoginMethod::Identity(UserProof::Password),
        &[URL, SCOPE, USER, PASSWORD],
        &[URL, WHO, PASSWORD],
    ),
    row(
        "v3token",
        Identity::V3,
        LoginMethod::Identity(UserProof::Token),
        &[URL, SCOPE, &[Key::Token]],
        &[URL, &[Key::Token]],
    ),
    row(
        "v3applicationcredential",
        Identity::V3,
        LoginMethod::Identity(UserProof::ApplicationCredential),
        &[URL, SCOPE, USER, APPLICATION],
        &[
            URL,
            &[Key::ApplicationCredentialSecret],
            &[Key::ApplicationCredentialId, Key::ApplicationCredentialName],
        ],
    ),
    row(
        "v3totp",
        Identity::V3,
        LoginMethod::Identity(UserProof::Passcode),
        &[URL, SCOPE, USER, &[Key::Passcode]],
        &[URL, WHO, &[Key::Passcode]],
    ),
    // Takes the settings of the auth types in `auth_methods`.
    row(
        "v3multifactor",
        Identity::V3,
        LoginMethod::Multifactor,
        &[
            URL,
            SCOPE,
            USER,
            &[Key::AuthMethods, Key::Password, Key::Passcode, Key::Token],
            APPLICATION,
        ],
        &[URL, &[Key::AuthMethods]],
    ),
    row(
        "v3oidcpassword",
        Identity::V3,
        LoginMethod::Federated(OidcGrant::Password),
        &[URL, SCOPE, IDP, OIDC, &[Key::Username, Key::Password, Key::IdpOtpKey]],
        &[URL, PROVIDER, PROTOCOL, CLIENT, CLIENT_SECRET, TOKENS, &[Key::Username], PASSWORD],
    ),
    row(
        "v3oidcclientcredentials",
        Identity::V3,
        LoginMethod::Federated(OidcGrant::ClientCredentials),
        &[URL, SCOPE, IDP, OIDC],
        &[URL, PROVIDER, PROTOCOL, CLIENT, CLIENT_SECRET, TOKENS],
    ),
    row(
        "v3oidcauthcode",
        Identity::V3,
        LoginMethod::Federated(OidcGrant::AuthorizationCode),
        &[URL, SCOPE, IDP, OIDC, &[Key::RedirectUri, Key::Code]],
        &[URL, PROVIDER, PROTOCOL, CLIENT, TOKENS, &[Key::Code]],
    ),
    row(
        "v3oidcaccesstoken",
        Identity::V3,
        LoginMethod::Federated(OidcGrant::AccessToken),
        &[URL, SCOPE, IDP, &[Key::AccessToken]],
        &[URL, PROVIDER, PROTOCOL, &[Key::AccessToken]],
    ),
    row(
        "v3oidcdeviceauthz",
        Identity::V3,
        LoginMethod::Federated(OidcGrant::Device),
        &[URL, SCOPE, IDP, OIDC, &[Key::DeviceAuthorizationEndpoint, Key::CodeChallengeMethod]],
        &[
            URL,
            PROVIDER,
            PROTOCOL,
            CLIENT,
            TOKENS,
            &[Key::DiscoveryEndpoint, Key::DeviceAuthorizationEndpoint],
        ],
    ),
    row(
        "v3oauth2clientcredential",
        Identity::V3,
        LoginMethod::Oauth2Secret,
        &[URL, SCOPE, &[Key::Oauth2Endpoint, Key::Oauth2ClientId, Key::Oauth2ClientSecret]],
        &[URL, OAUTH2, OAUTH2_CLIENT, &[Key::Oauth2ClientSecret]],
    ),
    row(
        "v3oauth2mtlsclientcredential",
        Identity::V3,
        LoginMethod::Oauth2Certificate,
        &[URL, SCOPE, &[Key::Oauth2Endpoint, Key::Oauth2ClientId]],
        &[URL, OAUTH2, OAUTH2_CLIENT],
    ),
    row(
        "v3tokenlessauth",
        Identity::V3,
        LoginMethod::Fixed(FixedCredential::Certificate),
        &[
            URL,
            &[
                Key::DomainId,
                Key::DomainName,
                Key::ProjectId,
                Key::ProjectName,
                Key::ProjectDomainId,
                Key::ProjectDomainName,
            ],
        ],
        &[URL, &[Key::ProjectId, Key::ProjectName, Key::DomainId, Key::DomainName]],
    ),
    row(
        "v3websso",
        Identity::V3,
        LoginMethod::Unsupported,
        &[
            URL,
            SCOPE,
            IDP,
            &[Key::RedirectHost, Key::RedirectPort, Key::LoginTimeout, Key::Username],
        ],
        &[URL, PROVIDER, PROTOCOL],
    ),
    row(
        "http_basic",
        Identity::None,
        LoginMethod::Fixed(FixedCredential::Basic),
        &[&[Key::Username, Key::Password, Key::Endpoint]],
        &[&[Key::Username], PASSWORD, &[Key::Endpoint]],
    ),
    row(
        "none",
        Identity::None,
        LoginMethod::Fixed(FixedCredential::None),
        &[&[Key::Endpoint]],
        &[&[Key::Endpoint]],
    )
    .alias("None"),
    row(
        "admin_token",
        Identity::None,
        LoginMethod::Fixed(FixedCredential::Token),
        &[&[Key::Endpoint, Key::Token]],
        &[&[Key::Endpoint], &[Key::Token]],
    )
    .alias("token_endpoint"),
];

impl AuthType {
    const fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    /// Returns the auth type with this name or alias.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        AUTH_TYPES.iter().find(|known| known.name == name || known.alias == Some(name))
    }

    /// Whether this crate can log in with it.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.login != LoginMethod::Unsupported
    }

    /// Returns the settings that it takes.
    pub fn takes(&self) -> impl Iterator<Item = Key> + use<> {
        self.takes.iter().flat_map(|group| group.iter().copied())
    }

    /// Whether Keystone is asked for its versions.
    pub(crate) fn discovers(&self) -> bool {
        self.identity != Identity::V3
    }

    /// Whether a name needs a domain. Otherwise Keystone decides: some clouds have a default
    /// domain.
    pub(crate) fn needs_domains(&self) -> bool {
        self.identity == Identity::V3
    }

    /// Returns the spellings under which a setting may be given, the preferred one first.
    pub(super) fn spellings(&self, key: Key) -> impl Iterator<Item = &'static str> + use<> {
        let v2 = self.identity == Identity::V2;
        let aliases = ALIASES
            .iter()
            .filter(move |(alias, name)| *name == key && !(v2 && alias.starts_with("tenant")))
            .map(|(alias, _)| *alias);
        std::iter::once(key.name()).chain(aliases)
    }
}

impl LoginMethod {
    /// Returns what proves the user, if that is one thing that `auth_methods` may name.
    pub(crate) fn proof(self) -> Option<UserProof> {
        match self {
            Self::Identity(proof) => Some(proof),
            Self::Oauth2Secret => Some(UserProof::Oauth2Client),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_auth_type_takes_what_it_requires() {
        for auth_type in AUTH_TYPES {
            for key in auth_type.requires.concat() {
                assert!(auth_type.takes().any(|taken| taken == key), "{} {key}", auth_type.name);
            }
        }
    }

    #[test]
    fn names_and_aliases_are_unique() {
        let names = AUTH_TYPES.iter().flat_map(|known| [Some(known.name), known.alias]).flatten();
        let names: Vec<_> = names.collect();
        for name in &names {
            assert_eq!(names.iter().filter(|other| other == &name).count(), 1, "{name}");
        }
        assert!(AuthType::find("applicationcredential").is_none());
    }

    #[test]
    fn old_spellings_of_settings_are_known() {
        let password = AuthType::find("password").unwrap();
        let spellings: Vec<_> = password.spellings(Key::Username).collect();
        assert_eq!(spellings, ["username", "user_name"]);
    }
}
