//! The auth types, and which options each of them takes.

use crate::config::key::Key;

/// An auth type by its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plugin {
    /// Its name, as `auth_type` spells it.
    pub name: &'static str,
    groups: &'static [&'static [Key]],
    /// The options that must be given; of each choice one will do.
    pub required: &'static [&'static [Key]],
}

/// The older spelling of an option, and the one it stands for.
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

const fn plugin(
    name: &'static str,
    groups: &'static [&'static [Key]],
    required: &'static [&'static [Key]],
) -> Plugin {
    Plugin { name, groups, required }
}

const WHO: &[Key] = &[Key::Username, Key::UserId];
const PASSWORD: &[Key] = &[Key::Password];
const PROVIDER: &[Key] = &[Key::IdentityProvider];
const PROTOCOL: &[Key] = &[Key::Protocol];
const CLIENT: &[Key] = &[Key::ClientId];
const CLIENT_SECRET: &[Key] = &[Key::ClientSecret];
const TOKENS: &[Key] = &[Key::DiscoveryEndpoint, Key::AccessTokenEndpoint];
const OAUTH2: &[Key] = &[Key::Oauth2Endpoint];
const OAUTH2_CLIENT: &[Key] = &[Key::Oauth2ClientId];

/// All auth types that have a name.
pub const PLUGINS: &[Plugin] = &[
    plugin("password", &[URL, SCOPE, DEFAULTS, USER, PASSWORD], &[URL, WHO, PASSWORD]),
    plugin("token", &[URL, SCOPE, DEFAULTS, &[Key::Token]], &[URL, &[Key::Token]]),
    plugin(
        "v2password",
        &[URL, TENANT, &[Key::Username, Key::UserId], PASSWORD],
        &[URL, WHO, PASSWORD],
    ),
    plugin("v2token", &[URL, TENANT, &[Key::Token]], &[URL, &[Key::Token]]),
    plugin("v3password", &[URL, SCOPE, USER, PASSWORD], &[URL, WHO, PASSWORD]),
    plugin("v3token", &[URL, SCOPE, &[Key::Token]], &[URL, &[Key::Token]]),
    plugin(
        "v3applicationcredential",
        &[URL, SCOPE, USER, APPLICATION],
        &[
            URL,
            &[Key::ApplicationCredentialSecret],
            &[Key::ApplicationCredentialId, Key::ApplicationCredentialName],
        ],
    ),
    plugin("v3totp", &[URL, SCOPE, USER, &[Key::Passcode]], &[URL, WHO, &[Key::Passcode]]),
    // It takes what the auth types in `auth_methods` take.
    plugin(
        "v3multifactor",
        &[
            URL,
            SCOPE,
            USER,
            &[Key::AuthMethods, Key::Password, Key::Passcode, Key::Token],
            APPLICATION,
        ],
        &[URL, &[Key::AuthMethods]],
    ),
    plugin(
        "v3oidcpassword",
        &[URL, SCOPE, IDP, OIDC, &[Key::Username, Key::Password, Key::IdpOtpKey]],
        &[URL, PROVIDER, PROTOCOL, CLIENT, CLIENT_SECRET, TOKENS, &[Key::Username], PASSWORD],
    ),
    plugin(
        "v3oidcclientcredentials",
        &[URL, SCOPE, IDP, OIDC],
        &[URL, PROVIDER, PROTOCOL, CLIENT, CLIENT_SECRET, TOKENS],
    ),
    plugin(
        "v3oidcauthcode",
        &[URL, SCOPE, IDP, OIDC, &[Key::RedirectUri, Key::Code]],
        &[URL, PROVIDER, PROTOCOL, CLIENT, TOKENS, &[Key::Code]],
    ),
    plugin(
        "v3oidcaccesstoken",
        &[URL, SCOPE, IDP, &[Key::AccessToken]],
        &[URL, PROVIDER, PROTOCOL, &[Key::AccessToken]],
    ),
    plugin(
        "v3oidcdeviceauthz",
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
    plugin(
        "v3oauth2clientcredential",
        &[URL, SCOPE, &[Key::Oauth2Endpoint, Key::Oauth2ClientId, Key::Oauth2ClientSecret]],
        &[URL, OAUTH2, OAUTH2_CLIENT, &[Key::Oauth2ClientSecret]],
    ),
    plugin(
        "v3oauth2mtlsclientcredential",
        &[URL, SCOPE, &[Key::Oauth2Endpoint, Key::Oauth2ClientId]],
        &[URL, OAUTH2, OAUTH2_CLIENT],
    ),
    plugin(
        "v3tokenlessauth",
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
    plugin(
        "v3websso",
        &[
            URL,
            SCOPE,
            IDP,
            &[Key::RedirectHost, Key::RedirectPort, Key::LoginTimeout, Key::Username],
        ],
        &[URL, PROVIDER, PROTOCOL],
    ),
    plugin(
        "http_basic",
        &[&[Key::Username, Key::Password, Key::Endpoint]],
        &[&[Key::Username], PASSWORD, &[Key::Endpoint]],
    ),
    plugin("none", &[&[Key::Endpoint]], &[&[Key::Endpoint]]),
    plugin("admin_token", &[&[Key::Endpoint, Key::Token]], &[&[Key::Endpoint], &[Key::Token]]),
];

impl Plugin {
    /// The auth type with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        PLUGINS.iter().find(|plugin| plugin.name == name)
    }

    /// The options it takes.
    pub fn options(&self) -> impl Iterator<Item = Key> + use<> {
        self.groups.iter().flat_map(|group| group.iter().copied())
    }

    /// The spellings under which one of its options may be given, the best first.
    pub(super) fn spellings(&self, option: Key) -> impl Iterator<Item = &'static str> + use<> {
        let v2 = self.name.starts_with("v2");
        let aliases = ALIASES
            .iter()
            .filter(move |(alias, name)| *name == option && !(v2 && alias.starts_with("tenant")))
            .map(|(alias, _)| *alias);
        std::iter::once(option.name()).chain(aliases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_required_option_is_one_it_takes() {
        for plugin in PLUGINS {
            for option in plugin.required.concat() {
                assert!(plugin.options().any(|o| o == option), "{} {option}", plugin.name);
            }
        }
    }

    #[test]
    fn old_spellings_of_options_are_known() {
        let password = Plugin::find("password").unwrap();
        assert_eq!(
            password.spellings(Key::Username).collect::<Vec<_>>(),
            ["username", "user_name"]
        );
        assert!(Plugin::find("applicationcredential").is_none());
    }
}
