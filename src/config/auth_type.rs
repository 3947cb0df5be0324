//! The auth types, and which options each of them takes.

/// An auth type by its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plugin {
    /// Its name, as `auth_type` spells it.
    pub name: &'static str,
    groups: &'static [&'static [&'static str]],
    /// The options that must be given; of each choice one will do.
    pub required: &'static [&'static [&'static str]],
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
const TENANT: &[&str] = &["tenant_id", "tenant_name", "trust_id"];
const DEFAULTS: &[&str] = &["default_domain_id", "default_domain_name"];
const APPLICATION: &[&str] =
    &["application_credential_secret", "application_credential_id", "application_credential_name"];
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
    required: &'static [&'static [&'static str]],
) -> Plugin {
    Plugin { name, groups, required }
}

const WHO: &[&str] = &["username", "user_id"];
const PASSWORD: &[&str] = &["password"];
const PROVIDER: &[&str] = &["identity_provider"];
const PROTOCOL: &[&str] = &["protocol"];
const CLIENT: &[&str] = &["client_id"];
const CLIENT_SECRET: &[&str] = &["client_secret"];
const TOKENS: &[&str] = &["discovery_endpoint", "access_token_endpoint"];
const OAUTH2: &[&str] = &["oauth2_endpoint"];
const OAUTH2_CLIENT: &[&str] = &["oauth2_client_id"];

/// All auth types that have a name.
pub const PLUGINS: &[Plugin] = &[
    plugin("password", &[URL, SCOPE, DEFAULTS, USER, PASSWORD], &[URL, WHO, PASSWORD]),
    plugin("token", &[URL, SCOPE, DEFAULTS, &["token"]], &[URL, &["token"]]),
    plugin("v2password", &[URL, TENANT, &["username", "user_id"], PASSWORD], &[URL, WHO, PASSWORD]),
    plugin("v2token", &[URL, TENANT, &["token"]], &[URL, &["token"]]),
    plugin("v3password", &[URL, SCOPE, USER, PASSWORD], &[URL, WHO, PASSWORD]),
    plugin("v3token", &[URL, SCOPE, &["token"]], &[URL, &["token"]]),
    plugin(
        "v3applicationcredential",
        &[URL, SCOPE, USER, APPLICATION],
        &[
            URL,
            &["application_credential_secret"],
            &["application_credential_id", "application_credential_name"],
        ],
    ),
    plugin("v3totp", &[URL, SCOPE, USER, &["passcode"]], &[URL, WHO, &["passcode"]]),
    // It takes what the auth types in `auth_methods` take.
    plugin(
        "v3multifactor",
        &[URL, SCOPE, USER, &["auth_methods", "password", "passcode", "token"], APPLICATION],
        &[URL, &["auth_methods"]],
    ),
    plugin(
        "v3oidcpassword",
        &[URL, SCOPE, IDP, OIDC, &["username", "password", "idp_otp_key"]],
        &[URL, PROVIDER, PROTOCOL, CLIENT, CLIENT_SECRET, TOKENS, &["username"], PASSWORD],
    ),
    plugin(
        "v3oidcclientcredentials",
        &[URL, SCOPE, IDP, OIDC],
        &[URL, PROVIDER, PROTOCOL, CLIENT, CLIENT_SECRET, TOKENS],
    ),
    plugin(
        "v3oidcauthcode",
        &[URL, SCOPE, IDP, OIDC, &["redirect_uri", "code"]],
        &[URL, PROVIDER, PROTOCOL, CLIENT, TOKENS, &["code"]],
    ),
    plugin(
        "v3oidcaccesstoken",
        &[URL, SCOPE, IDP, &["access_token"]],
        &[URL, PROVIDER, PROTOCOL, &["access_token"]],
    ),
    plugin(
        "v3oidcdeviceauthz",
        &[URL, SCOPE, IDP, OIDC, &["device_authorization_endpoint", "code_challenge_method"]],
        &[
            URL,
            PROVIDER,
            PROTOCOL,
            CLIENT,
            TOKENS,
            &["discovery_endpoint", "device_authorization_endpoint"],
        ],
    ),
    plugin(
        "v3oauth2clientcredential",
        &[URL, SCOPE, &["oauth2_endpoint", "oauth2_client_id", "oauth2_client_secret"]],
        &[URL, OAUTH2, OAUTH2_CLIENT, &["oauth2_client_secret"]],
    ),
    plugin(
        "v3oauth2mtlsclientcredential",
        &[URL, SCOPE, &["oauth2_endpoint", "oauth2_client_id"]],
        &[URL, OAUTH2, OAUTH2_CLIENT],
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
        &[URL, &["project_id", "project_name", "domain_id", "domain_name"]],
    ),
    plugin(
        "v3websso",
        &[URL, SCOPE, IDP, &["redirect_host", "redirect_port", "login_timeout", "username"]],
        &[URL, PROVIDER, PROTOCOL],
    ),
    plugin(
        "http_basic",
        &[&["username", "password", "endpoint"]],
        &[&["username"], PASSWORD, &["endpoint"]],
    ),
    plugin("none", &[&["endpoint"]], &[&["endpoint"]]),
    plugin("admin_token", &[&["endpoint", "token"]], &[&["endpoint"], &["token"]]),
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
            for option in plugin.required.concat() {
                assert!(plugin.options().any(|o| o == option), "{} {option}", plugin.name);
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
