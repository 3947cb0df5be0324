//! The table of all options that a cloud's settings can come from.

/// An option of the command line, its variables, and the setting it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionSpec {
    /// The key in [`Lookup::options`](crate::config::Lookup::options); unique.
    pub key: &'static str,
    /// The setting it makes, mostly the same word.
    pub sets: &'static str,
    /// Its long spellings without the two dashes. Only the first is shown in the help.
    pub flags: &'static [&'static str],
    /// Its variables, the first that is set and not empty counts.
    pub env: &'static [&'static str],
    /// What its value is called in the help; none for a switch.
    pub value: Option<&'static str>,
    /// What it does, without a final period.
    pub help: &'static str,
    /// Whether it is left out of the help.
    pub hidden: bool,
    /// The only values that the option takes; the variable is not checked.
    pub choices: &'static [&'static str],
}

impl OptionSpec {
    const fn new(
        key: &'static str,
        flags: &'static [&'static str],
        env: &'static [&'static str],
        value: &'static str,
        help: &'static str,
    ) -> Self {
        Self { key, sets: key, flags, env, value: Some(value), help, hidden: false, choices: &[] }
    }

    const fn switch(key: &'static str, flags: &'static [&'static str], help: &'static str) -> Self {
        Self { value: None, ..Self::new(key, flags, &[], "", help) }
    }

    const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    const fn sets(mut self, setting: &'static str) -> Self {
        self.sets = setting;
        self
    }

    const fn choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    /// The spelling to show a user, as in `--os-cloud`.
    #[must_use]
    pub fn flag(&self) -> String {
        format!("--{}", self.flags.first().copied().unwrap_or(self.key))
    }
}

/// The option with this key.
#[must_use]
pub fn option(key: &str) -> Option<&'static OptionSpec> {
    OPTIONS.iter().find(|option| option.key == key)
}

use OptionSpec as O;

/// Every option that makes a setting. A later entry beats an earlier one that makes the same.
///
/// `OS_INSECURE`, `OS_DATABASE_ENDPOINT_OVERRIDE` and the like are missing on purpose: they
/// are no other spelling of an option, and count only when no cloud is selected by name.
pub const OPTIONS: &[OptionSpec] = &[
    O::new("cloud", &["os-cloud"], &["OS_CLOUD"], "NAME", "The cloud of clouds.yaml to use"),
    O::new("region_name", &["os-region-name"], &["OS_REGION_NAME"], "REGION", "The region"),
    O::new(
        "cacert",
        &["os-cacert"],
        &["OS_CACERT"],
        "FILE",
        "The CA that signed the servers' certificates",
    ),
    O::new("cert", &["os-cert"], &["OS_CERT"], "FILE", "The certificate to show to the servers"),
    O::new("key", &["os-key"], &["OS_KEY"], "FILE", "The private key of the certificate"),
    O::switch("verify", &["verify"], "Check the servers' certificates (default)"),
    O::switch("insecure", &["insecure"], "Do not check the servers' certificates"),
    O::new(
        "default_domain",
        &["os-default-domain"],
        &["OS_DEFAULT_DOMAIN"],
        "DOMAIN",
        "The ID of the domain of user and project when the identity API version is 3 (default: default)",
    ),
    O::new(
        "interface",
        &["os-interface"],
        &["OS_INTERFACE"],
        "INTERFACE",
        "The kind of endpoint: public, internal or admin",
    )
    .choices(&["public", "internal", "admin"]),
    O::new(
        "identity_api_version",
        &["os-identity-api-version"],
        &["OS_IDENTITY_API_VERSION"],
        "VERSION",
        "The version of the identity API",
    ),
    O::new(
        "database_api_version",
        &["os-database-api-version"],
        &["OS_DATABASE_API_VERSION"],
        "VERSION",
        "The version of the database API: there is only 1",
    ),
    O::new(
        "auth_type",
        &["os-auth-type", "os-auth-plugin"],
        &["OS_AUTH_TYPE"],
        "TYPE",
        "How to log in: password, token, v3applicationcredential, …",
    ),
    O::new("auth_url", &["os-auth-url"], &["OS_AUTH_URL"], "URL", "The address of Keystone"),
    O::new("username", &["os-username"], &["OS_USERNAME"], "NAME", "The user's name"),
    O::new("user_id", &["os-user-id"], &["OS_USER_ID"], "ID", "The user's ID"),
    O::new(
        "user_domain_id",
        &["os-user-domain-id"],
        &["OS_USER_DOMAIN_ID"],
        "ID",
        "The ID of the user's domain",
    ),
    O::new(
        "user_domain_name",
        &["os-user-domain-name"],
        &["OS_USER_DOMAIN_NAME"],
        "NAME",
        "The name of the user's domain",
    ),
    O::new("password", &["os-password"], &["OS_PASSWORD"], "PASSWORD", "The user's password"),
    O::new(
        "password_file",
        &["os-password-file"],
        &["OS_PASSWORD_FILE"],
        "FILE",
        "A file whose first line is the user's password",
    ),
    O::new("passcode", &["os-passcode"], &["OS_PASSCODE"], "CODE", "The one-time passcode"),
    O::new(
        "project_id",
        &["os-project-id"],
        &["OS_PROJECT_ID", "OS_TENANT_ID"],
        "ID",
        "The project's ID",
    ),
    O::new(
        "project_name",
        &["os-project-name"],
        &["OS_PROJECT_NAME", "OS_TENANT_NAME"],
        "NAME",
        "The project's name",
    ),
    O::new("tenant_id", &["os-tenant-id"], &[], "ID", "The old spelling of --os-project-id")
        .sets("project_id")
        .hidden(),
    O::new(
        "tenant_name",
        &["os-tenant-name"],
        &[],
        "NAME",
        "The old spelling of --os-project-name",
    )
    .sets("project_name")
    .hidden(),
    O::new(
        "project_domain_id",
        &["os-project-domain-id"],
        &["OS_PROJECT_DOMAIN_ID"],
        "ID",
        "The ID of the project's domain",
    ),
    O::new(
        "project_domain_name",
        &["os-project-domain-name"],
        &["OS_PROJECT_DOMAIN_NAME"],
        "NAME",
        "The name of the project's domain",
    ),
    O::new(
        "domain_id",
        &["os-domain-id"],
        &["OS_DOMAIN_ID"],
        "ID",
        "The ID of the domain to act on",
    ),
    O::new(
        "domain_name",
        &["os-domain-name"],
        &["OS_DOMAIN_NAME"],
        "NAME",
        "The name of the domain to act on",
    ),
    O::new(
        "system_scope",
        &["os-system-scope"],
        &["OS_SYSTEM_SCOPE"],
        "all",
        "Act on the whole system",
    ),
    O::new("trust_id", &["os-trust-id"], &["OS_TRUST_ID"], "ID", "The trust to act by"),
    O::new(
        "default_domain_id",
        &["os-default-domain-id"],
        &["OS_DEFAULT_DOMAIN_ID"],
        "ID",
        "The ID of the domain of user and project where none is given",
    ),
    O::new(
        "default_domain_name",
        &["os-default-domain-name"],
        &["OS_DEFAULT_DOMAIN_NAME"],
        "NAME",
        "The name of the domain of user and project where none is given",
    ),
    O::new("token", &["os-token", "os-auth-token"], &["OS_TOKEN"], "TOKEN", "A token"),
    O::new(
        "endpoint",
        &["os-endpoint"],
        &["OS_ENDPOINT"],
        "URL",
        "The whole address of the service, for auth types without Keystone",
    ),
    O::new(
        "application_credential_id",
        &["os-application-credential-id"],
        &["OS_APPLICATION_CREDENTIAL_ID"],
        "ID",
        "The ID of the application credential",
    ),
    O::new(
        "application_credential_name",
        &["os-application-credential-name"],
        &["OS_APPLICATION_CREDENTIAL_NAME"],
        "NAME",
        "The name of the application credential",
    ),
    O::new(
        "application_credential_secret",
        &["os-application-credential-secret"],
        &["OS_APPLICATION_CREDENTIAL_SECRET"],
        "SECRET",
        "The secret of the application credential",
    ),
    O::new(
        "auth_methods",
        &["os-auth-methods"],
        &["OS_AUTH_METHODS"],
        "TYPES",
        "The auth types that v3multifactor combines, separated by commas",
    ),
    O::new(
        "identity_provider",
        &["os-identity-provider"],
        &["OS_IDENTITY_PROVIDER"],
        "NAME",
        "The identity provider",
    ),
    O::new(
        "protocol",
        &["os-protocol"],
        &["OS_PROTOCOL"],
        "NAME",
        "The protocol of the identity provider",
    ),
    O::new(
        "client_id",
        &["os-client-id"],
        &["OS_CLIENT_ID"],
        "ID",
        "The ID of the OAuth 2.0 client",
    ),
    O::new(
        "client_secret",
        &["os-client-secret"],
        &["OS_CLIENT_SECRET"],
        "SECRET",
        "The secret of the OAuth 2.0 client",
    ),
    O::new(
        "openid_scope",
        &["os-openid-scope"],
        &["OS_OPENID_SCOPE"],
        "SCOPE",
        "The scope to ask the identity provider for",
    ),
    O::new(
        "access_token",
        &["os-access-token"],
        &["OS_ACCESS_TOKEN"],
        "TOKEN",
        "An access token of the identity provider",
    ),
    O::new(
        "access_token_endpoint",
        &["os-access-token-endpoint"],
        &["OS_ACCESS_TOKEN_ENDPOINT"],
        "URL",
        "Where the identity provider gives access tokens",
    ),
    O::new(
        "access_token_type",
        &["os-access-token-type"],
        &["OS_ACCESS_TOKEN_TYPE"],
        "TYPE",
        "Which token of the identity provider's answer to use",
    ),
    O::new(
        "discovery_endpoint",
        &["os-discovery-endpoint"],
        &["OS_DISCOVERY_ENDPOINT"],
        "URL",
        "Where the identity provider describes itself",
    ),
    O::new(
        "device_authorization_endpoint",
        &["os-device-authorization-endpoint"],
        &["OS_DEVICE_AUTHORIZATION_ENDPOINT"],
        "URL",
        "Where the identity provider gives device codes",
    ),
    O::new(
        "code_challenge_method",
        &["os-code-challenge-method"],
        &["OS_CODE_CHALLENGE_METHOD"],
        "METHOD",
        "The proof key method: plain or S256",
    ),
    O::new(
        "idp_otp_key",
        &["os-idp-otp-key"],
        &["OS_IDP_OTP_KEY"],
        "KEY",
        "The form field that takes a one-time password",
    ),
    O::new("code", &["os-code"], &["OS_CODE"], "CODE", "An authorization code"),
    O::new(
        "redirect_uri",
        &["os-redirect-uri"],
        &["OS_REDIRECT_URI"],
        "URL",
        "The redirect address of the authorization code",
    ),
    O::new(
        "oauth2_endpoint",
        &["os-oauth2-endpoint"],
        &["OS_OAUTH2_ENDPOINT"],
        "URL",
        "Where OAuth 2.0 access tokens are given",
    ),
    O::new(
        "oauth2_client_id",
        &["os-oauth2-client-id"],
        &["OS_OAUTH2_CLIENT_ID"],
        "ID",
        "The ID of the OAuth 2.0 client",
    ),
    O::new(
        "oauth2_client_secret",
        &["os-oauth2-client-secret"],
        &["OS_OAUTH2_CLIENT_SECRET"],
        "SECRET",
        "The secret of the OAuth 2.0 client",
    ),
    O::new(
        "redirect_host",
        &["os-redirect-host"],
        &["OS_REDIRECT_HOST"],
        "HOST",
        "The host a browser login comes back to",
    ),
    O::new(
        "redirect_port",
        &["os-redirect-port"],
        &["OS_REDIRECT_PORT"],
        "PORT",
        "The port a browser login comes back to",
    ),
    O::new(
        "login_timeout",
        &["os-login-timeout"],
        &["OS_LOGIN_TIMEOUT"],
        "SECONDS",
        "How long to wait for a browser login",
    ),
    O::new("api_timeout", &["os-api-timeout"], &[], "SECONDS", "How long to wait for each answer"),
    O::new(
        "endpoint_type",
        &["endpoint-type"],
        &["TROVE_ENDPOINT_TYPE"],
        "INTERFACE",
        "The old spelling of --os-interface",
    )
    .hidden(),
    O::new(
        "service_type",
        &["service-type"],
        &["TROVE_SERVICE_TYPE"],
        "TYPE",
        "The service's type in the catalog",
    )
    .sets("database_service_type")
    .hidden(),
    O::new(
        "service_name",
        &["service-name"],
        &["TROVE_SERVICE_NAME"],
        "NAME",
        "The service's name in the catalog",
    )
    .sets("database_service_name")
    .hidden(),
    O::new(
        "endpoint_override",
        &["os-database-endpoint-override", "bypass-url"],
        &["TROVE_BYPASS_URL"],
        "URL",
        "The whole address of the database service, in place of the catalog's",
    )
    .sets("database_endpoint_override"),
    O::new(
        "other_endpoint_override",
        &["os-endpoint-override"],
        &[],
        "URL",
        "Not used, as it is not by openstackclient for the database service",
    )
    .sets("endpoint_override")
    .hidden(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_flags_and_variables_are_unique_and_helps_are_in_style() {
        let mut seen = BTreeSet::new();
        for option in OPTIONS {
            assert!(seen.insert(format!("key {}", option.key)), "{}", option.key);
            for flag in option.flags {
                assert!(seen.insert(format!("--{flag}")), "{flag}");
            }
            for name in option.env {
                assert!(seen.insert((*name).to_owned()), "{name}");
            }
            assert!(!option.help.ends_with('.') && !option.help.is_empty(), "{}", option.key);
        }
    }
}
