//! The auth types, and which options each of them takes.

/// An auth type by its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plugin {
    /// Its name, as `auth_type` spells it.
    pub name: &'static str,
    groups: &'static [&'static [&'static str]],
    /// The options that must be given.
    pub required: &'static [&'static str],
}

/// The older spelling of an option, and the one it stands for.
const ALIASES: &[(&str, &str)] = &[
    ("user_name", "username"),
    ("url", "endpoint"),
    ("tenant_id", "project_id"),
    ("tenant_name", "project_name"),
    ("authorization_code", "code"),
];

const URL: &[&str] = &["auth_url"];
const SCOPE: &[&str] = &[
    "system_scope",
    "domain_id",
    "domain_name",
    "project_id",
    "project_name",
    "project_domain_id",
    "project_domain_name",
    "trust_id",
];
const USER: &[&str] = &["user_id", "username", "user_domain_id", "user_domain_name"];
const DEFAULTS: &[&str] = &["default_domain_id", "default_domain_name"];
const IDP: &[&str] = &["identity_provider", "protocol"];
const OIDC: &[&str] = &[
    "client_id",
    "client_secret",
    "openid_scope",
    "access_token_endpoint",
    "discovery_endpoint",
    "access_token_type",
];

const fn plugin(
    name: &'static str,
    groups: &'static [&'static [&'static str]],
    required: &'static [&'static str],
) -> Plugin {
    Plugin { name, groups, required }
}

/// All auth types that have a name.
pub const PLUGINS: &[Plugin] = &[
    plugin("password", &[URL, SCOPE, DEFAULTS, USER, &["password"]], &["auth_url"]),
    plugin("token", &[URL, SCOPE, DEFAULTS, &["token"]], &["auth_url", "token"]),
    plugin(
        "v2password",
        &[URL, &["tenant_id", "tenant_name", "trust_id", "username", "user_id", "password"]],
        &["auth_url"],
    ),
    plugin(
        "v2token",
        &[URL, &["tenant_id", "tenant_name", "trust_id", "token"]],
        &["auth_url", "token"],
    ),
    plugin("v3password", &[URL, SCOPE, USER, &["password"]], &["auth_url"]),
    plugin("v3token", &[URL, SCOPE, &["token"]], &["auth_url", "token"]),
    plugin(
        "v3applicationcredential",
        &[
            URL,
            SCOPE,
            USER,
            &[
                "application_credential_secret",
                "application_credential_id",
                "application_credential_name",
            ],
        ],
        &["auth_url", "application_credential_secret"],
    ),
    plugin("v3totp", &[URL, SCOPE, USER, &["passcode"]], &["auth_url"]),
    // It takes what the auth types in `auth_methods` take.
    plugin(
        "v3multifactor",
        &[URL, SCOPE, USER, &["auth_methods", "password", "passcode", "token"]],
        &["auth_url", "auth_methods"],
    ),
    plugin(
        "v3oidcpassword",
        &[URL, SCOPE, IDP, OIDC, &["username", "password", "idp_otp_key"]],
        &["auth_url", "identity_provider", "protocol", "client_id", "username", "password"],
    ),
    plugin(
        "v3oidcclientcredentials",
        &[URL, SCOPE, IDP, OIDC],
        &["auth_url", "identity_provider", "protocol", "client_id", "client_secret"],
    ),
    plugin(
        "v3oidcauthcode",
        &[URL, SCOPE, IDP, OIDC, &["redirect_uri", "code"]],
        &["auth_url", "identity_provider", "protocol", "client_id", "code"],
    ),
    plugin(
        "v3oidcaccesstoken",
        &[URL, SCOPE, IDP, &["access_token"]],
        &["auth_url", "identity_provider", "protocol", "access_token"],
    ),
    plugin(
        "v3oidcdeviceauthz",
        &[URL, SCOPE, IDP, OIDC, &["device_authorization_endpoint", "code_challenge_method"]],
        &["auth_url", "identity_provider", "protocol", "client_id"],
    ),
    plugin(
        "v3oauth2clientcredential",
        &[URL, SCOPE, &["oauth2_endpoint", "oauth2_client_id", "oauth2_client_secret"]],
        &["auth_url", "oauth2_endpoint", "oauth2_client_id", "oauth2_client_secret"],
    ),
    plugin(
        "v3oauth2mtlsclientcredential",
        &[URL, SCOPE, &["oauth2_endpoint", "oauth2_client_id"]],
        &["auth_url", "oauth2_endpoint", "oauth2_client_id"],
    ),
    plugin(
        "v3tokenlessauth",
        &[
            URL,
            &[
                "domain_id",
                "domain_name",
                "project_id",
                "project_name",
                "project_domain_id",
                "project_domain_name",
            ],
        ],
        &["auth_url"],
    ),
    plugin(
        "v3websso",
        &[URL, SCOPE, IDP, &["redirect_host", "redirect_port", "login_timeout", "username"]],
        &["auth_url", "identity_provider", "protocol"],
    ),
    plugin("http_basic", &[&["username", "password", "endpoint"]], &["endpoint"]),
    plugin("none", &[&["endpoint"]], &["endpoint"]),
    plugin("admin_token", &[&["endpoint", "token"]], &["endpoint", "token"]),
];

impl Plugin {
    /// The auth type with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        PLUGINS.iter().find(|plugin| plugin.name == name)
    }

    /// The options it takes.
    pub fn options(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.groups.iter().flat_map(|group| group.iter().copied())
    }

    /// The spellings under which one of its options may be given, the best first.
    pub(super) fn spellings(
        &self,
        option: &'static str,
    ) -> impl Iterator<Item = &'static str> + use<> {
        let v2 = self.name.starts_with("v2");
        let aliases = ALIASES
            .iter()
            .filter(move |(alias, name)| *name == option && !(v2 && alias.starts_with("tenant")))
            .map(|(alias, _)| *alias);
        std::iter::once(option).chain(aliases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_required_option_is_one_it_takes() {
        for plugin in PLUGINS {
            for option in plugin.required {
                assert!(plugin.options().any(|o| o == *option), "{} {option}", plugin.name);
            }
        }
    }

    #[test]
    fn old_spellings_of_options_are_known() {
        let password = Plugin::find("password").unwrap();
        assert_eq!(password.spellings("username").collect::<Vec<_>>(), ["username", "user_name"]);
        assert!(Plugin::find("applicationcredential").is_none());
    }
}
