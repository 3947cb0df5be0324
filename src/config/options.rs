//! The table of all options that a cloud's settings can come from.

use crate::config::key::Key;

/// An option of the command line, its variables, and the setting it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionSpec {
    /// The key in [`Lookup::options`](crate::config::Lookup::options); unique.
    pub key: Key,
    /// The setting it makes, mostly the same.
    pub sets: Key,
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
        key: Key,
        flags: &'static [&'static str],
        env: &'static [&'static str],
        value: &'static str,
        help: &'static str,
    ) -> Self {
        Self { key, sets: key, flags, env, value: Some(value), help, hidden: false, choices: &[] }
    }

    const fn switch(key: Key, flags: &'static [&'static str], help: &'static str) -> Self {
        Self { value: None, ..Self::new(key, flags, &[], "", help) }
    }

    const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    const fn sets(mut self, setting: Key) -> Self {
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
        format!("--{}", self.flags.first().copied().unwrap_or(self.key.name()))
    }
}

/// The option with this key.
#[must_use]
pub fn option(key: Key) -> Option<&'static OptionSpec> {
    OPTIONS.iter().find(|option| option.key == key)
}

use OptionSpec as O;

/// Every option that makes a setting. A later entry beats an earlier one that makes the same.
///
/// `OS_INSECURE`, `OS_DATABASE_ENDPOINT_OVERRIDE` and the like are missing on purpose: they
/// are no other spelling of an option, and count only when no cloud is selected by name.
pub const OPTIONS: &[OptionSpec] = &[
    O::new(Key::Cloud, &["os-cloud"], &["OS_CLOUD"], "NAME", "The cloud of clouds.yaml to use"),
    O::new(Key::RegionName, &["os-region-name"], &["OS_REGION_NAME"], "REGION", "The region"),
    O::new(
        Key::CaCert,
        &["os-cacert"],
        &["OS_CACERT"],
        "FILE",
        "The CA that signed the servers' certificates",
    ),
    O::new(Key::Cert, &["os-cert"], &["OS_CERT"], "FILE", "The certificate to show to the servers"),
    O::new(Key::CertKey, &["os-key"], &["OS_KEY"], "FILE", "The private key of the certificate"),
    O::switch(Key::Verify, &["verify"], "Check the servers' certificates (default)"),
    O::switch(Key::Insecure, &["insecure"], "Do not check the servers' certificates"),
    O::new(
        Key::DefaultDomain,
        &["os-default-domain"],
        &["OS_DEFAULT_DOMAIN"],
        "DOMAIN",
        "The ID of the domain of user and project when the identity API version is 3 (default: default)",
    ),
    O::new(
        Key::Interface,
        &["os-interface"],
        &["OS_INTERFACE"],
        "INTERFACE",
        "The kind of endpoint: public, internal or admin",
    )
    .choices(&["public", "internal", "admin"]),
    O::new(
        Key::IdentityApiVersion,
        &["os-identity-api-version"],
        &["OS_IDENTITY_API_VERSION"],
        "VERSION",
        "The version of the identity API",
    ),
    O::new(
        Key::DatabaseApiVersion,
        &["os-database-api-version"],
        &["OS_DATABASE_API_VERSION"],
        "VERSION",
        "The version of the database API: there is only 1",
    ),
    O::new(
        Key::AuthType,
        &["os-auth-type", "os-auth-plugin"],
        &["OS_AUTH_TYPE"],
        "TYPE",
        "How to log in: password, token, v3applicationcredential, …",
    ),
    O::new(Key::AuthUrl, &["os-auth-url"], &["OS_AUTH_URL"], "URL", "The address of Keystone"),
    O::new(Key::Username, &["os-username"], &["OS_USERNAME"], "NAME", "The user's name"),
    O::new(Key::UserId, &["os-user-id"], &["OS_USER_ID"], "ID", "The user's ID"),
    O::new(
        Key::UserDomainId,
        &["os-user-domain-id"],
        &["OS_USER_DOMAIN_ID"],
        "ID",
        "The ID of the user's domain",
    ),
    O::new(
        Key::UserDomainName,
        &["os-user-domain-name"],
        &["OS_USER_DOMAIN_NAME"],
        "NAME",
        "The name of the user's domain",
    ),
    O::new(Key::Password, &["os-password"], &["OS_PASSWORD"], "PASSWORD", "The user's password"),
    O::new(
        Key::PasswordFile,
        &["os-password-file"],
        &["OS_PASSWORD_FILE"],
        "FILE",
        "A file whose first line is the user's password",
    ),
    O::new(Key::Passcode, &["os-passcode"], &["OS_PASSCODE"], "CODE", "The one-time passcode"),
    O::new(
        Key::ProjectId,
        &["os-project-id"],
        &["OS_PROJECT_ID", "OS_TENANT_ID"],
        "ID",
        "The project's ID",
    ),
    O::new(
        Key::ProjectName,
        &["os-project-name"],
        &["OS_PROJECT_NAME", "OS_TENANT_NAME"],
        "NAME",
        "The project's name",
    ),
    O::new(Key::TenantId, &["os-tenant-id"], &[], "ID", "The old spelling of --os-project-id")
        .sets(Key::ProjectId)
        .hidden(),
    O::new(
        Key::TenantName,
        &["os-tenant-name"],
        &[],
        "NAME",
        "The old spelling of --os-project-name",
    )
    .sets(Key::ProjectName)
    .hidden(),
    O::new(
        Key::ProjectDomainId,
        &["os-project-domain-id"],
        &["OS_PROJECT_DOMAIN_ID"],
        "ID",
        "The ID of the project's domain",
    ),
    O::new(
        Key::ProjectDomainName,
        &["os-project-domain-name"],
        &["OS_PROJECT_DOMAIN_NAME"],
        "NAME",
        "The name of the project's domain",
    ),
    O::new(
        Key::DomainId,
        &["os-domain-id"],
        &["OS_DOMAIN_ID"],
        "ID",
        "The ID of the domain to act on",
    ),
    O::new(
        Key::DomainName,
        &["os-domain-name"],
        &["OS_DOMAIN_NAME"],
        "NAME",
        "The name of the domain to act on",
    ),
    O::new(
        Key::SystemScope,
        &["os-system-scope"],
        &["OS_SYSTEM_SCOPE"],
        "all",
        "Act on the whole system",
    ),
    O::new(Key::TrustId, &["os-trust-id"], &["OS_TRUST_ID"], "ID", "The trust to act by"),
    O::new(
        Key::DefaultDomainId,
        &["os-default-domain-id"],
        &["OS_DEFAULT_DOMAIN_ID"],
        "ID",
        "The ID of the domain of user and project where none is given",
    ),
    O::new(
        Key::DefaultDomainName,
        &["os-default-domain-name"],
        &["OS_DEFAULT_DOMAIN_NAME"],
        "NAME",
        "The name of the domain of user and project where none is given",
    ),
    O::new(Key::Token, &["os-token", "os-auth-token"], &["OS_TOKEN"], "TOKEN", "A token"),
    O::new(
        Key::Endpoint,
        &["os-endpoint"],
        &["OS_ENDPOINT"],
        "URL",
        "The whole address of the service, for auth types without Keystone",
    ),
    O::new(
        Key::ApplicationCredentialId,
        &["os-application-credential-id"],
        &["OS_APPLICATION_CREDENTIAL_ID"],
        "ID",
        "The ID of the application credential",
    ),
    O::new(
        Key::ApplicationCredentialName,
        &["os-application-credential-name"],
        &["OS_APPLICATION_CREDENTIAL_NAME"],
        "NAME",
        "The name of the application credential",
    ),
    O::new(
        Key::ApplicationCredentialSecret,
        &["os-application-credential-secret"],
        &["OS_APPLICATION_CREDENTIAL_SECRET"],
        "SECRET",
        "The secret of the application credential",
    ),
    O::new(
        Key::AuthMethods,
        &["os-auth-methods"],
        &["OS_AUTH_METHODS"],
        "TYPES",
        "The auth types that v3multifactor combines, separated by commas",
    ),
    O::new(
        Key::IdentityProvider,
        &["os-identity-provider"],
        &["OS_IDENTITY_PROVIDER"],
        "NAME",
        "The identity provider",
    ),
    O::new(
        Key::Protocol,
        &["os-protocol"],
        &["OS_PROTOCOL"],
        "NAME",
        "The protocol of the identity provider",
    ),
    O::new(
        Key::ClientId,
        &["os-client-id"],
        &["OS_CLIENT_ID"],
        "ID",
        "The ID of the OAuth 2.0 client",
    ),
    O::new(
        Key::ClientSecret,
        &["os-client-secret"],
        &["OS_CLIENT_SECRET"],
        "SECRET",
        "The secret of the OAuth 2.0 client",
    ),
    O::new(
        Key::OpenidScope,
        &["os-openid-scope"],
        &["OS_OPENID_SCOPE"],
        "SCOPE",
        "The scope to ask the identity provider for",
    ),
    O::new(
        Key::AccessToken,
        &["os-access-token"],
        &["OS_ACCESS_TOKEN"],
        "TOKEN",
        "An access token of the identity provider",
    ),
    O::new(
        Key::AccessTokenEndpoint,
        &["os-access-token-endpoint"],
        &["OS_ACCESS_TOKEN_ENDPOINT"],
        "URL",
        "Where the identity provider gives access tokens",
    ),
    O::new(
        Key::AccessTokenType,
        &["os-access-token-type"],
        &["OS_ACCESS_TOKEN_TYPE"],
        "TYPE",
        "Which token of the identity provider's answer to use",
    ),
    O::new(
        Key::DiscoveryEndpoint,
        &["os-discovery-endpoint"],
        &["OS_DISCOVERY_ENDPOINT"],
        "URL",
        "Where the identity provider describes itself",
    ),
    O::new(
        Key::DeviceAuthorizationEndpoint,
        &["os-device-authorization-endpoint"],
        &["OS_DEVICE_AUTHORIZATION_ENDPOINT"],
        "URL",
        "Where the identity provider gives device codes",
    ),
    O::new(
        Key::CodeChallengeMethod,
        &["os-code-challenge-method"],
        &["OS_CODE_CHALLENGE_METHOD"],
        "METHOD",
        "The proof key method: plain or S256",
    ),
    O::new(
        Key::IdpOtpKey,
        &["os-idp-otp-key"],
        &["OS_IDP_OTP_KEY"],
        "KEY",
        "The form field that takes a one-time password",
    ),
    O::new(Key::Code, &["os-code"], &["OS_CODE"], "CODE", "An authorization code"),
    O::new(
        Key::RedirectUri,
        &["os-redirect-uri"],
        &["OS_REDIRECT_URI"],
        "URL",
        "The redirect address of the authorization code",
    ),
    O::new(
        Key::Oauth2Endpoint,
        &["os-oauth2-endpoint"],
        &["OS_OAUTH2_ENDPOINT"],
        "URL",
        "Where OAuth 2.0 access tokens are given",
    ),
    O::new(
        Key::Oauth2ClientId,
        &["os-oauth2-client-id"],
        &["OS_OAUTH2_CLIENT_ID"],
        "ID",
        "The ID of the OAuth 2.0 client",
    ),
    O::new(
        Key::Oauth2ClientSecret,
        &["os-oauth2-client-secret"],
        &["OS_OAUTH2_CLIENT_SECRET"],
        "SECRET",
        "The secret of the OAuth 2.0 client",
    ),
    O::new(
        Key::RedirectHost,
        &["os-redirect-host"],
        &["OS_REDIRECT_HOST"],
        "HOST",
        "The host a browser login comes back to",
    ),
    O::new(
        Key::RedirectPort,
        &["os-redirect-port"],
        &["OS_REDIRECT_PORT"],
        "PORT",
        "The port a browser login comes back to",
    ),
    O::new(
        Key::LoginTimeout,
        &["os-login-timeout"],
        &["OS_LOGIN_TIMEOUT"],
        "SECONDS",
        "How long to wait for a browser login",
    ),
    O::new(
        Key::ApiTimeout,
        &["os-api-timeout"],
        &[],
        "SECONDS",
        "How long to wait for each answer",
    ),
    O::new(
        Key::EndpointType,
        &["endpoint-type"],
        &["TROVE_ENDPOINT_TYPE"],
        "INTERFACE",
        "The old spelling of --os-interface",
    )
    .hidden(),
    O::new(
        Key::ServiceType,
        &["service-type"],
        &["TROVE_SERVICE_TYPE"],
        "TYPE",
        "The service's type in the catalog",
    )
    .sets(Key::DatabaseServiceType)
    .hidden(),
    O::new(
        Key::ServiceName,
        &["service-name"],
        &["TROVE_SERVICE_NAME"],
        "NAME",
        "The service's name in the catalog",
    )
    .sets(Key::DatabaseServiceName)
    .hidden(),
    O::new(
        Key::DatabaseEndpointOverride,
        &["os-database-endpoint-override", "bypass-url"],
        &["TROVE_BYPASS_URL"],
        "URL",
        "The whole address of the database service, in place of the catalog's",
    ),
    O::new(
        Key::EndpointOverride,
        &["os-endpoint-override"],
        &[],
        "URL",
        "Not used, as it is not by openstackclient for the database service",
    )
    .hidden(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::key::ValueType;
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
            let is_file = option.sets.value_type() == ValueType::File;
            assert_eq!(option.value == Some("FILE"), is_file, "{}", option.key);
        }
    }
}
