//! The table of all settings that are read: their keys, and what their values are.

use crate::secret::is_secret;
use std::fmt;

/// The type of the value of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// Text, or another value that the reader of the setting accepts.
    Any,
    /// Text, or a number as text. A word that YAML takes for a boolean is refused.
    Text,
    /// `true` or `false`, which may be written as text.
    Switch,
    /// A list of names. Text is split at its commas.
    Names,
    /// A number of seconds.
    Seconds,
    /// The path of a file. `~` is the home directory.
    File,
}

/// Defines [`Key`] by a table of names, key and type of the value.
macro_rules! keys {
    ($($variant:ident = $name:literal, $value:ident;)*) => {
        /// The key of a setting. Other keys of a cloud are kept and shown, but have no effect.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Key {
            $(#[doc = concat!("`", $name, "`")] $variant,)*
        }

        impl Key {
            /// All keys.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key as clouds.yaml spells it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the type of the value.
            #[must_use]
            pub const fn value_type(self) -> ValueType {
                match self { $(Self::$variant => ValueType::$value,)* }
            }
        }
    };
}

keys! {
    // The cloud.
    Cloud = "cloud", Any;
    Profile = "profile", Any;
    Regions = "regions", Any;
    RegionName = "region_name", Any;
    Networks = "networks", Any;
    ExternalNetwork = "external_network", Any;
    InternalNetwork = "internal_network", Any;
    Cache = "cache", Switch;

    // Connections.
    Verify = "verify", Any;
    Insecure = "insecure", Switch;
    CaCert = "cacert", File;
    Cert = "cert", File;
    CertKey = "key", File;
    TlsMinVersion = "tls_min_version", Any;
    HttpProxy = "http_proxy", Any;
    HttpsProxy = "https_proxy", Any;
    AllProxy = "all_proxy", Any;
    NoProxy = "no_proxy", Any;
    ForceIpv4 = "force_ipv4", Any;
    PreferIpv6 = "prefer_ipv6", Any;
    ApiTimeout = "api_timeout", Seconds;

    // Services. The name of a service can be put before each, as in `database_interface`.
    Interface = "interface", Any;
    EndpointType = "endpoint_type", Any;
    EndpointOverride = "endpoint_override", Any;
    ServiceType = "service_type", Any;
    ServiceName = "service_name", Any;
    ApiVersion = "api_version", Any;
    ConnectRetries = "connect_retries", Any;
    ConnectRetryDelay = "connect_retry_delay", Any;
    StatusCodeRetries = "status_code_retries", Any;
    StatusCodeRetryDelay = "status_code_retry_delay", Any;
    RetriableStatusCodes = "retriable_status_codes", Any;
    DatabaseApiVersion = "database_api_version", Any;
    DatabaseEndpointOverride = "database_endpoint_override", Any;
    DatabaseServiceType = "database_service_type", Any;
    DatabaseServiceName = "database_service_name", Any;
    DatabaseConnectRetries = "database_connect_retries", Any;

    // The login.
    AuthType = "auth_type", Text;
    IdentityApiVersion = "identity_api_version", Any;
    DefaultDomain = "default_domain", Text;
    PasswordFile = "password_file", File;
    PasswordCommand = "password_command", Any;

    // Below `auth`.
    AuthUrl = "auth_url", Text;
    Endpoint = "endpoint", Text;
    Username = "username", Text;
    UserId = "user_id", Text;
    UserDomainName = "user_domain_name", Text;
    UserDomainId = "user_domain_id", Text;
    Password = "password", Text;
    Passcode = "passcode", Text;
    Token = "token", Text;
    ProjectName = "project_name", Text;
    ProjectId = "project_id", Text;
    ProjectDomainName = "project_domain_name", Text;
    ProjectDomainId = "project_domain_id", Text;
    TenantName = "tenant_name", Text;
    TenantId = "tenant_id", Text;
    DomainName = "domain_name", Text;
    DomainId = "domain_id", Text;
    DefaultDomainName = "default_domain_name", Text;
    DefaultDomainId = "default_domain_id", Text;
    SystemScope = "system_scope", Any;
    TrustId = "trust_id", Text;
    ApplicationCredentialName = "application_credential_name", Text;
    ApplicationCredentialId = "application_credential_id", Text;
    ApplicationCredentialSecret = "application_credential_secret", Text;
    AuthMethods = "auth_methods", Names;
    IdentityProvider = "identity_provider", Text;
    Protocol = "protocol", Text;
    ClientId = "client_id", Text;
    ClientSecret = "client_secret", Text;
    OpenidScope = "openid_scope", Any;
    AccessToken = "access_token", Text;
    AccessTokenEndpoint = "access_token_endpoint", Text;
    AccessTokenType = "access_token_type", Text;
    DiscoveryEndpoint = "discovery_endpoint", Text;
    DeviceAuthorizationEndpoint = "device_authorization_endpoint", Text;
    CodeChallengeMethod = "code_challenge_method", Any;
    IdpOtpKey = "idp_otp_key", Any;
    Code = "code", Text;
    RedirectUri = "redirect_uri", Any;
    Oauth2Endpoint = "oauth2_endpoint", Text;
    Oauth2ClientId = "oauth2_client_id", Text;
    Oauth2ClientSecret = "oauth2_client_secret", Text;
    RedirectHost = "redirect_host", Any;
    RedirectPort = "redirect_port", Any;
    LoginTimeout = "login_timeout", Any;
}

impl Key {
    /// The key with this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.name() == name)
    }

    /// Whether the value must never be shown.
    #[must_use]
    pub fn is_secret(self) -> bool {
        is_secret(self.name())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_one_name_and_the_secret_ones_are_known() {
        for key in Key::ALL {
            assert_eq!(Key::find(key.name()), Some(*key));
        }
        let secret: Vec<_> = Key::ALL.iter().filter(|key| key.is_secret()).collect();
        assert_eq!(
            secret,
            [
                &Key::PasswordCommand,
                &Key::Password,
                &Key::Passcode,
                &Key::Token,
                &Key::ApplicationCredentialSecret,
                &Key::ClientSecret,
                &Key::AccessToken,
                &Key::Code,
                &Key::Oauth2ClientSecret,
            ]
        );
    }
}
