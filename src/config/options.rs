//! The table of the options of the command line, with their variables and settings.

use crate::config::key::Key;

/// An option of the command line, with its variables and its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionSpec {
    /// The key in [`Lookup::options`](crate::config::Lookup::options); unique.
    pub key: Key,
    /// The setting that it sets, mostly the same.
    pub sets: Key,
    /// The long spellings, without the dashes. The help shows only the first.
    pub flags: &'static [&'static str],
    /// The variables. The first variable that is set and not empty counts.
    pub env: &'static [&'static str],
    /// The name of its value in the help. A switch has none.
    pub value: Option<&'static str>,
    /// The help text, without a final period.
    pub help: &'static str,
    /// Whether the help omits it.
    pub hidden: bool,
    /// The only values that it accepts. Variables are not checked.
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

    /// Returns the spelling in the help, such as `--os-cloud`.
    #[must_use]
    pub fn flag(&self) -> String {
        format!("--{}", self.flags.first().copied().unwrap_or(self.key.name()))
    }
}

/// Returns the option with this key.
#[must_use]
pub fn option(key: Key) -> Option<&'static OptionSpec> {
    OPTIONS.iter().find(|option| option.key == key)
}

use OptionSpec as O;

/// All options that set a setting. A later row overrides an earlier one with the same setting.
///
/// `OS_INSECURE`, `OS_DATABASE_ENDPOINT_OVERRIDE` and others are not here on purpose: they do not
/// stand for an option, and count only if no cloud is selected by name.
pub const OPTIONS: &[OptionSpec] = &[
    O::new(Key::Cloud, &["os-cloud"], &["OS_CLOUD"], "NAME", "Cloud of clouds.yaml to use"),
    O::new(Key::RegionName, &["os-region-name"], &["OS_REGION_NAME"], "REGION", "Region"),
    O::new(
        Key::CaCert,
        &["os-cacert"],
        &["OS_CACERT"],
        "FILE",
        "CA that signed the servers' certificates",
    ),
    O::new(Key::Cert, &["os-cert"], &["OS_CERT"], "FILE", "Client certificate"),
    O::new(Key::CertKey, &["os-key"], &["OS_KEY"], "FILE", "Private key of the client certificate"),
    O::switch(Key::Verify, &["verify"], "Check the servers' certificates (the default)"),
    O::switch(Key::Insecure, &["insecure"], "Do not check the servers' certificates"),
    O::new(
        Key::DefaultDomain,
        &["os-default-domain"],
        &["OS_DEFAULT_DOMAIN"],
        "DOMAIN",
        "ID of the domain of the user and the project, for identity API version 3 [default: default]",
    ),
    O::new(
        Key::Interface,
        &["os-interface"],
        &["OS_INTERFACE"],
        "INTERFACE",
        "Interface of the endpoint: public, internal or admin [default: public]",
    )
    .choices(&["public", "internal", "admin"]),
    O::new(
        Key::IdentityApiVersion,
        &["os-identity-api-version"],
        &["OS_IDENTITY_API_VERSION"],
        "VERSION",
        "Version of the identity API",
    ),
    O::new(
        Key::DatabaseApiVersion,
        &["os-database-api-version"],
        &["OS_DATABASE_API_VERSION"],
        "VERSION",
        "Version of the database API (only 1 is supported)",
    ),
    O::new(
        Key::AuthType,
        &["os-auth-type", "os-auth-plugin"],
        &["OS_AUTH_TYPE"],
        "TYPE",
        "Auth type: password, token, v3applicationcredential, … [default: password]",
    ),
    O::new(Key::AuthUrl, &["os-auth-url"], &["OS_AUTH_URL"], "URL", "Address of Keystone"),
    O::new(Key::Username, &["os-username"], &["OS_USERNAME"], "NAME", "Name of the user"),
    O::new(Key::UserId, &["os-user-id"], &["OS_USER_ID"], "ID", "ID of the user"),
    O::new(
        Key::UserDomainId,
        &["os-user-domain-id"],
        &["OS_USER_DOMAIN_ID"],
        "ID",
        "ID of the user's domain",
    ),
    O::new(
        Key::UserDomainName,
        &["os-user-domain-name"],
        &["OS_USER_DOMAIN_NAME"],
        "NAME",
        "Name of the user's domain",
    ),
    O::new(Key::Password, &["os-password"], &["OS_PASSWORD"], "PASSWORD", "Password of the user"),
    O::new(
        Key::PasswordFile,
        &["os-password-file"],
        &["OS_PASSWORD_FILE"],
        "FILE",
        "File whose first line is the password",
    ),
    O::new(Key::Passcode, &["os-passcode"], &["OS_PASSCODE"], "CODE", "One-time passcode"),
    O::new(
        Key::ProjectId,
        &["os-project-id"],
        &["OS_PROJECT_ID", "OS_TENANT_ID"],
        "ID",
        "ID of the project",
    ),
    O::new(
        Key::ProjectName,
        &["os-project-name"],
        &["OS_PROJECT_NAME", "OS_TENANT_NAME"],
        "NAME",
        "Name of the project",
    ),
    O::new(Key::TenantId, &["os-tenant-id"], &[], "ID", "ID of the project (old spelling)")
        .sets(Key::ProjectId)
        .hidden(),
    O::new(Key::TenantName, &["os-tenant-name"], &[], "NAME", "Name of the project (old spelling)")
        .sets(Key::ProjectName)
        .hidden(),
    O::new(
        Key::ProjectDomainId,
        &["os-project-domain-id"],
        &["OS_PROJECT_DOMAIN_ID"],
        "ID",
        "ID of the project's domain",
    ),
    O::new(
        Key::ProjectDomainName,
        &["os-project-domain-name"],
        &["OS_PROJECT_DOMAIN_NAME"],
        "NAME",
        "Name of the project's domain",
    ),
    O::new(Key::DomainId, &["os-domain-id"], &["OS_DOMAIN_ID"], "ID", "ID of the domain to act on"),
    O::new(
        Key::DomainName,
        &["os-domain-name"],
        &["OS_DOMAIN_NAME"],
        "NAME",
        "Name of the domain to act on",
    ),
    O::new(
        Key::SystemScope,
        &["os-system-scope"],
        &["OS_SYSTEM_SCOPE"],
        "all",
        "Act on the whole system",
    ),
    O::new(Key::TrustId, &["os-trust-id"], &["OS_TRUST_ID"], "ID", "ID of the trust to act with"),
    O::new(
        Key::DefaultDomainId,
        &["os-default-domain-id"],
        &["OS_DEFAULT_DOMAIN_ID"],
        "ID",
        "ID of the domain of the user and the project, unless they are set separately",
    ),
    O::new(
        Key::DefaultDomainName,
        &["os-default-domain-name"],
        &["OS_DEFAULT_DOMAIN_NAME"],
        "NAME",
        "Name of the domain of the user and the project, unless they are set separately",
    ),
    O::new(
        Key::Token,
        &["os-token", "os-auth-token"],
        &["OS_TOKEN"],
        "TOKEN",
        "Token to log in with",
    ),
    O::new(
        Key::Endpoint,
        &["os-endpoint"],
        &["OS_ENDPOINT"],
        "URL",
        "Full address of the service, for auth types without Keystone",
    ),
    O::new(
        Key::ApplicationCredentialId,
        &["os-application-credential-id"],
        &["OS_APPLICATION_CREDENTIAL_ID"],
        "ID",
        "ID of the application credential",
    ),
    O::new(
        Key::ApplicationCredentialName,
        &["os-application-credential-name"],
        &["OS_APPLICATION_CREDENTIAL_NAME"],
        "NAME",
        "Name of the application credential",
    ),
    O::new(
        Key::ApplicationCredentialSecret,
        &["os-application-credential-secret"],
        &["OS_APPLICATION_CREDENTIAL_SECRET"],
        "SECRET",
        "Secret of the application credential",
    ),
    O::new(
        Key::AuthMethods,
        &["os-auth-methods"],
        &["OS_AUTH_METHODS"],
        "TYPES",
        "Auth types that v3multifactor combines, separated by commas",
    ),
    O::new(
        Key::IdentityProvider,
        &["os-identity-provider"],
        &["OS_IDENTITY_PROVIDER"],
        "NAME",
        "Name of the identity provider",
    ),
    O::new(
        Key::Protocol,
        &["os-protocol"],
        &["OS_PROTOCOL"],
        "NAME",
        "Protocol of the identity provider",
    ),
    O::new(Key::ClientId, &["os-client-id"], &["OS_CLIENT_ID"], "ID", "ID of the OAuth 2.0 client"),
    O::new(
        Key::ClientSecret,
        &["os-client-secret"],
        &["OS_CLIENT_SECRET"],
        "SECRET",
        "Secret of the OAuth 2.0 client",
    ),
    O::new(
        Key::OpenidScope,
        &["os-openid-scope"],
        &["OS_OPENID_SCOPE"],
        "SCOPE",
        "Scope to request from the identity provider [default: openid profile]",
    ),
    O::new(
        Key::AccessToken,
        &["os-access-token"],
        &["OS_ACCESS_TOKEN"],
        "TOKEN",
        "Access token of the identity provider",
    ),
    O::new(
        Key::AccessTokenEndpoint,
        &["os-access-token-endpoint"],
        &["OS_ACCESS_TOKEN_ENDPOINT"],
        "URL",
        "Access token endpoint of the identity provider",
    ),
    O::new(
        Key::AccessTokenType,
        &["os-access-token-type"],
        &["OS_ACCESS_TOKEN_TYPE"],
        "TYPE",
        "Token to use from the identity provider's reply [default: access_token]",
    ),
    O::new(
        Key::DiscoveryEndpoint,
        &["os-discovery-endpoint"],
        &["OS_DISCOVERY_ENDPOINT"],
        "URL",
        "Discovery document of the identity provider",
    ),
    O::new(
        Key::DeviceAuthorizationEndpoint,
        &["os-device-authorization-endpoint"],
        &["OS_DEVICE_AUTHORIZATION_ENDPOINT"],
        "URL",
        "Device authorization endpoint of the identity provider",
    ),
    O::new(
        Key::CodeChallengeMethod,
        &["os-code-challenge-method"],
        &["OS_CODE_CHALLENGE_METHOD"],
        "METHOD",
        "Code challenge method: plain or S256",
    ),
    O::new(
        Key::IdpOtpKey,
        &["os-idp-otp-key"],
        &["OS_IDP_OTP_KEY"],
        "KEY",
        "Form field for a one-time password",
    ),
    O::new(Key::Code, &["os-code"], &["OS_CODE"], "CODE", "Authorization code"),
    O::new(
        Key::RedirectUri,
        &["os-redirect-uri"],
        &["OS_REDIRECT_URI"],
        "URL",
        "Redirect URL that the authorization code was issued for",
    ),
    O::new(
        Key::Oauth2Endpoint,
        &["os-oauth2-endpoint"],
        &["OS_OAUTH2_ENDPOINT"],
        "URL",
        "Access token endpoint for OAuth 2.0",
    ),
    O::new(
        Key::Oauth2ClientId,
        &["os-oauth2-client-id"],
        &["OS_OAUTH2_CLIENT_ID"],
        "ID",
        "ID of the OAuth 2.0 client",
    ),
    O::new(
        Key::Oauth2ClientSecret,
        &["os-oauth2-client-secret"],
        &["OS_OAUTH2_CLIENT_SECRET"],
        "SECRET",
        "Secret of the OAuth 2.0 client",
    ),
    O::new(
        Key::RedirectHost,
        &["os-redirect-host"],
        &["OS_REDIRECT_HOST"],
        "HOST",
        "Host that the browser is redirected to after a login",
    ),
    O::new(
        Key::RedirectPort,
        &["os-redirect-port"],
        &["OS_REDIRECT_PORT"],
        "PORT",
        "Port that the browser is redirected to after a login",
    ),
    O::new(
        Key::LoginTimeout,
        &["os-login-timeout"],
        &["OS_LOGIN_TIMEOUT"],
        "SECONDS",
        "Time to wait for a browser login, in seconds",
    ),
    O::new(
        Key::ApiTimeout,
        &["os-api-timeout"],
        &[],
        "SECONDS",
        "Time to wait for each reply, in seconds [default: no limit]",
    ),
    O::new(
        Key::EndpointType,
        &["endpoint-type"],
        &["TROVE_ENDPOINT_TYPE"],
        "INTERFACE",
        "Interface of the endpoint (old spelling)",
    )
    .hidden(),
    O::new(
        Key::ServiceType,
        &["service-type"],
        &["TROVE_SERVICE_TYPE"],
        "TYPE",
        "Type of the service in the catalog",
    )
    .sets(Key::DatabaseServiceType)
    .hidden(),
    O::new(
        Key::ServiceName,
        &["service-name"],
        &["TROVE_SERVICE_NAME"],
        "NAME",
        "Name of the service in the catalog",
    )
    .sets(Key::DatabaseServiceName)
    .hidden(),
    O::new(
        Key::DatabaseEndpointOverride,
        &["os-database-endpoint-override", "bypass-url"],
        &["TROVE_BYPASS_URL"],
        "URL",
        "Full address of the database service, instead of the catalog's",
    ),
    O::new(
        Key::EndpointOverride,
        &["os-endpoint-override"],
        &[],
        "URL",
        "Ignored, as by openstackclient for the database service",
    )
    .hidden(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::key::ValueType;
    use std::collections::BTreeSet;

    #[test]
    fn keys_flags_and_variables_are_unique_and_help_texts_are_in_style() {
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
