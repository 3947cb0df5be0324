//! Logins without a request: fixed headers, and an endpoint in the settings.

use crate::auth::headers::{TOKEN, basic, sensitive};
use crate::auth::methods::scope::{Owner, no_domain};
use crate::config::auth_type::FixedCredential;
use crate::config::{Key, Settings};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use url::Url;

/// A login without a Keystone token.
pub(in crate::auth) struct Fixed {
    endpoint: Option<Url>,
    headers: Vec<(HeaderName, Secret)>,
}

impl Fixed {
    /// Returns the login with this credential.
    pub(in crate::auth) fn new(settings: &Settings, credential: FixedCredential) -> Result<Self> {
        let given = |key: Key| settings.auth_text(key).unwrap_or_default();
        let headers = match credential {
            // Services without authentication expect some token.
            FixedCredential::None => vec![(TOKEN, "notused".into())],
            FixedCredential::Token => vec![(TOKEN, given(Key::Token).into())],
            FixedCredential::Basic => {
                vec![(AUTHORIZATION, basic(&given(Key::Username), &given(Key::Password)))]
            }
            FixedCredential::Certificate => scope_headers(settings)?,
        };
        Ok(Self { endpoint: settings.optional_auth_server(Key::Endpoint)?, headers })
    }

    /// Returns the address of the service.
    pub(in crate::auth) fn endpoint(&self) -> Result<Url> {
        self.endpoint.clone().ok_or_else(|| {
            Error::config("without a token there is no catalog to find the service's endpoint in")
                .with_hint(ConfigHint::EndpointOverride { in_catalog: false })
        })
    }

    /// Returns the headers of each request.
    pub(in crate::auth) fn headers(&self) -> Result<Vec<(HeaderName, HeaderValue)>> {
        let sealed = |(name, value): &(HeaderName, Secret)| Ok((name.clone(), sensitive(value)?));
        self.headers.iter().map(sealed).collect()
    }
}

/// Returns the headers that name the scope. The user is known by the connection's certificate.
fn scope_headers(settings: &Settings) -> Result<Vec<(HeaderName, Secret)>> {
    let given = |key: Key, name: &'static str| {
        Some((HeaderName::from_static(name), Secret::from(settings.auth_text(key)?)))
    };
    if let Some(id) = given(Key::ProjectId, "x-project-id") {
        return Ok(vec![id]);
    }
    if let Some(name) = given(Key::ProjectName, "x-project-name") {
        let domain = given(Key::ProjectDomainId, "x-project-domain-id")
            .or_else(|| given(Key::ProjectDomainName, "x-project-domain-name"));
        return Ok(vec![name, domain.ok_or_else(|| no_domain(Owner::Project, Key::ProjectName))?]);
    }
    let domain =
        given(Key::DomainId, "x-domain-id").or_else(|| given(Key::DomainName, "x-domain-name"));
    Ok(domain.into_iter().collect())
}
