//! Encrypted connections to an instance (SSL).

use crate::api::Client;
use crate::api::query::segment;
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::json::Object;
use crate::{Error, Hint, Result};
use serde::Deserialize;
use serde_json::{Value, json};

/// The SSL configuration of an instance, as `GET /instances/{id}/ssl` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Ssl {
    /// `on` or `off`.
    pub status: String,
    /// The mode that was set, or `builtin`, which can appear even when `status` is `off`
    /// (trove/instance/service.py:740).
    #[serde(default)]
    pub mode: Option<String>,
    /// The certificate in use.
    #[serde(default)]
    pub certificate: Option<Certificate>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// A server's certificate.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Certificate {
    /// Common name.
    #[serde(default)]
    pub cn: Option<String>,
    /// The time when it expires: UTC, without a zone.
    #[serde(default)]
    pub expire_at: Option<String>,
    /// Other names, as in `DNS:db.example.org`.
    #[serde(default)]
    pub san: Option<Vec<String>>,
    /// The certificate itself, as PEM; only if it was asked for.
    #[serde(default)]
    pub payload: Option<String>,
}

/// The result of a change to the SSL configuration.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SslChange {
    /// Whether the change takes effect only with a restart.
    #[serde(default)]
    pub restart_required: bool,
    /// `on` or `off`; after a rollback only.
    #[serde(default)]
    pub status: Option<String>,
    /// The mode; after a rollback only.
    #[serde(default)]
    pub mode: Option<String>,
}

/// The connections that an instance accepts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum SslMode {
    /// Accept encrypted and unencrypted connections
    #[default]
    Basic,
    /// Accept encrypted connections only
    Enforced,
    /// Accept encrypted connections only, from clients with a certificate
    Mtls,
}

impl SslMode {
    /// The word for the mode in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Enforced => "enforced",
            Self::Mtls => "mtls",
        }
    }
}

/// A certificate to install.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SslEnable {
    /// The connections to accept.
    pub mode: SslMode,
    /// The URL of the secret with the key and the certificate as PKCS#12, in the key manager
    /// (Barbican).
    pub secret: String,
    /// The URL of the secret with the password of the PKCS#12 data, if there is one.
    pub password: Option<String>,
}

impl SslEnable {
    /// Checks that the URLs point to secrets: other URLs crash the server (trove/common/ssl.py:43).
    ///
    /// # Errors
    /// [`Error::Invalid`] for the first URL that does not.
    pub fn check(&self) -> Result<()> {
        for reference in [Some(&self.secret), self.password.as_ref()].into_iter().flatten() {
            let url = url::Url::parse(reference).ok();
            let path = url.as_ref().filter(|url| matches!(url.scheme(), "http" | "https"));
            let Some(path) = path.map(url::Url::path) else {
                return Err(Error::invalid(format!("'{reference}' is not a URL"))
                    .with_hint(Hint::SecretUrl));
            };
            if path.contains("/containers/") {
                let message = format!("'{reference}' is a container of secrets, not a secret");
                return Err(Error::invalid(message)
                    .with_hint("store key and certificate as one secret, in PKCS#12"));
            }
        }
        Ok(())
    }
}

impl Resource for Ssl {
    const NOUN: &'static str = "SSL configuration";
    const KEY: &'static str = "ssl";
    const LIST_KEY: &'static str = "ssl";
    const PATH: &'static str = "ssl";
}

impl Resource for SslChange {
    const NOUN: &'static str = Ssl::NOUN;
    const KEY: &'static str = Ssl::KEY;
    const LIST_KEY: &'static str = Ssl::LIST_KEY;
    const PATH: &'static str = Ssl::PATH;
}

impl Client {
    fn ssl_action(&self, instance_id: &str, action: &Value) -> Result<Object> {
        let path = path(instance_id);
        let reply = self.post(&path, &json!({ "ssl": action }))?;
        open::<SslChange>(reply, &format!("POST {path}"))
    }

    /// Fetches the SSL configuration of an instance, as the object that the service sent, with the
    /// certificate itself if asked for: `GET /instances/{id}/ssl`.
    ///
    /// # Errors
    /// Status 400 from guest agents that are too old.
    pub fn ssl_object(&self, instance_id: &str, with_certificate: bool) -> Result<Object> {
        let path = path(instance_id);
        let query = if with_certificate { "?include_certificate=True" } else { "" };
        open::<Ssl>(self.get(&format!("{path}{query}"))?, &format!("GET {path}"))
    }

    /// Fetches the SSL configuration of an instance: `GET /instances/{id}/ssl`.
    ///
    /// # Errors
    /// The errors of [`ssl_object`](Self::ssl_object).
    pub fn ssl(&self, instance_id: &str, with_certificate: bool) -> Result<Ssl> {
        self.ssl_object(instance_id, with_certificate).and_then(decode)
    }

    /// Installs a certificate on an instance and its replicas: `POST /instances/{id}/ssl`. Returns
    /// the object that the service sent, which [`SslChange`] describes.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a URL that is not a secret's; status 400 for a replica, 422 while the
    /// instance is busy.
    pub fn ssl_enable(&self, instance_id: &str, enable: &SslEnable) -> Result<Object> {
        enable.check()?;
        let SslEnable { mode, secret, password } = enable;
        let mut action = Object::new();
        action.insert("enable".into(), true.into());
        action.insert("mode".into(), mode.as_str().into());
        action.insert("container_ref".into(), secret.as_str().into());
        if let Some(password) = password {
            action.insert("password_ref".into(), password.as_str().into());
        }
        self.ssl_action(instance_id, &Value::Object(action))
    }

    /// Disables encryption on an instance and its replicas: `POST /instances/{id}/ssl`.
    ///
    /// # Errors
    /// Status 400 for a replica, and for MySQL 8.0 and newer, which cannot disable it; 422 while the
    /// instance is busy.
    pub fn ssl_disable(&self, instance_id: &str) -> Result<Object> {
        self.ssl_action(instance_id, &json!({ "disable": true }))
    }

    /// Undoes the last change to the SSL configuration of this one instance: `POST
    /// /instances/{id}/ssl`.
    ///
    /// # Errors
    /// Status 400 if there is nothing to undo, 422 while the instance is busy.
    pub fn ssl_rollback(&self, instance_id: &str) -> Result<Object> {
        self.ssl_action(instance_id, &json!({ "rollback": true }))
    }
}

fn path(instance_id: &str) -> String {
    format!("instances/{}/ssl", segment(instance_id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::tests::fake::Fake;

    fn enable(secret: &str) -> SslEnable {
        SslEnable { secret: secret.into(), ..SslEnable::default() }
    }

    #[test]
    fn urls_that_are_not_of_secrets_are_not_sent() {
        let fake = Fake::new(|_, _| (200, json!({"ssl": {"restart_required": true}})));
        let client = fake.client();
        for (secret, says) in [
            ("", "'' is not a URL"),
            ("abc", "'abc' is not a URL"),
            ("ftp://b/v1/secrets/1", "is not a URL"),
            ("https://b/v1/containers/1", "is a container of secrets, not a secret"),
        ] {
            let error = client.ssl_enable("i", &enable(secret)).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
        }
        let bad_password =
            SslEnable { password: Some("p".into()), ..enable("https://b/v1/secrets/1") };
        assert!(client.ssl_enable("i", &bad_password).is_err());
        assert!(fake.asked().is_empty());
        client.ssl_enable("i", &enable("https://b/v1/secrets/1")).unwrap();
        assert_eq!(fake.asked(), ["POST instances/i/ssl"]);
    }

    #[test] // docs/server-behaviour.md 62
    fn on_and_off_is_the_status_not_the_mode() {
        let reply = json!({"ssl": {"status": "off", "mode": "builtin"}});
        let fake = Fake::new(move |_, _| (200, reply.clone()));
        let ssl = fake.client().ssl("i", true).unwrap();
        assert_eq!((ssl.status.as_str(), ssl.mode.as_deref()), ("off", Some("builtin")));
        assert_eq!(fake.asked(), ["GET instances/i/ssl?include_certificate=True"]);
    }
}
