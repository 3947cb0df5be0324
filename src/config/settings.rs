//! The settings of one cloud, and typed access to them.

use crate::config::auth_type::{AuthType, FixedCredential, LoginMethod};
use crate::config::files::Standing;
use crate::config::key::Key;
use crate::config::setting::{Setting, Source};
use crate::{CloudNote, UnusedFile};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How the certificates of servers are checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verify {
    /// Against the CAs that the system trusts.
    System,
    /// Against the CAs in this file only.
    File(PathBuf),
    /// Not at all.
    Off,
}

/// The settings of one cloud.
#[derive(Clone, Default)]
pub struct Settings {
    pub(super) cloud: Option<String>,
    pub(super) top: BTreeMap<String, Setting>,
    pub(super) auth: BTreeMap<String, Setting>,
    pub(super) sections: BTreeMap<String, Value>,
    pub(super) config_file: Option<PathBuf>,
    pub(super) secure_file: Option<PathBuf>,
    pub(super) files: Vec<PathBuf>,
    /// How far each file is trusted that settings may come from.
    pub(super) standings: Vec<(PathBuf, Standing)>,
    pub(super) unused: Vec<UnusedFile>,
    pub(super) warnings: Vec<String>,
    pub(super) deprecations: Vec<String>,
    pub(super) cloud_note: Option<CloudNote>,
    pub(super) home: Option<PathBuf>,
}

impl Settings {
    /// Makes settings from the keys of a cloud and those below its `auth`, for programs and the sandbox.
    pub fn from_parts<'a>(
        cloud: impl Into<Option<&'a str>>,
        keys: impl IntoIterator<Item = (&'a str, &'a str)>,
        auth: impl IntoIterator<Item = (&'a str, &'a str)>,
        source: Source,
    ) -> Self {
        let own = |(key, value): (&str, &str)| {
            (key.to_owned(), Setting::new(value.into(), source.clone()))
        };
        Self {
            cloud: cloud.into().map(str::to_owned),
            top: keys.into_iter().map(own).collect(),
            auth: auth.into_iter().map(own).collect(),
            ..Self::default()
        }
    }

    /// Returns the name of the cloud, if one is selected.
    #[must_use]
    pub fn cloud(&self) -> Option<&str> {
        self.cloud.as_deref()
    }

    /// Returns a setting outside of `auth`, such as `region_name`.
    #[must_use]
    pub fn get(&self, key: Key) -> Option<&Setting> {
        self.top.get(key.name())
    }

    /// Returns a setting below `auth`, such as `username`.
    #[must_use]
    pub fn auth(&self, key: Key) -> Option<&Setting> {
        self.auth.get(key.name())
    }

    /// Returns all settings with their keys. The keys below `auth` are written `auth.username`.
    pub fn iter(&self) -> impl Iterator<Item = (String, &Setting)> {
        let top = self.top.iter().map(|(key, setting)| (key.clone(), setting));
        top.chain(self.auth.iter().map(|(key, setting)| (format!("auth.{key}"), setting)))
    }

    /// Sets a setting below `auth`, such as a password that the user was asked for.
    pub fn set_auth(&mut self, key: Key, value: impl Into<String>, source: Source) {
        self.auth.insert(key.name().to_owned(), Setting::new(Value::String(value.into()), source));
    }

    /// Sets a setting outside of `auth`.
    pub fn set(&mut self, key: Key, value: impl Into<Value>, source: Source) {
        self.top.insert(key.name().to_owned(), Setting::new(value.into(), source));
    }

    /// Returns warnings about the files and the settings, one line each.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Returns deprecated spellings that are still accepted, one line each.
    #[must_use]
    pub fn deprecations(&self) -> &[String] {
        &self.deprecations
    }

    /// Returns the files that were read.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Returns the files that were found and not used, or that have no clouds.
    #[must_use]
    pub fn unused_files(&self) -> &[UnusedFile] {
        &self.unused
    }

    /// Returns why another cloud than this one may be meant.
    #[must_use]
    pub fn cloud_note(&self) -> Option<&CloudNote> {
        self.cloud_note.as_ref()
    }

    /// Returns the name of the auth type, such as `password`.
    #[must_use]
    pub fn auth_type(&self) -> &str {
        self.get(Key::AuthType).and_then(|setting| setting.value.as_str()).unwrap_or("password")
    }

    /// Returns the auth type, if its name is known.
    #[must_use]
    pub fn known_auth_type(&self) -> Option<&'static AuthType> {
        AuthType::find(self.auth_type())
    }

    /// Returns the region. `None` means any.
    #[must_use]
    pub fn region(&self) -> Option<String> {
        self.text(Key::RegionName)
    }

    /// Returns the region of `service`'s endpoint.
    #[must_use]
    pub fn service_region(&self, service: &str) -> Option<String> {
        self.of(service, Key::RegionName).and_then(given).or_else(|| self.region())
    }

    /// Returns the interfaces of `service` that may be used, the preferred one first.
    #[must_use]
    pub fn interfaces(&self, service: &str) -> Vec<String> {
        let setting = self.of(service, Key::Interface).filter(|setting| setting.is_given());
        let names = match setting.or_else(|| self.get(Key::Interface)).map(|setting| &setting.value)
        {
            Some(Value::Array(items)) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(Value::String(name)) if !name.is_empty() => vec![name.clone()],
            _ => Vec::new(),
        };
        if names.is_empty() { vec!["public".to_owned()] } else { names }
    }

    /// Returns the address of `service` that overrides the catalog's.
    #[must_use]
    pub fn endpoint_override(&self, service: &str) -> Option<String> {
        let named = |key| self.of(service, key).and_then(given);
        let own = named(Key::EndpointOverride).or_else(|| named(Key::Endpoint));
        // Without a login this is the only address.
        own.or_else(|| {
            let none = LoginMethod::Fixed(FixedCredential::None);
            let is_none = self.known_auth_type().is_some_and(|known| known.login == none);
            self.auth(Key::Endpoint).filter(|_| is_none).and_then(given)
        })
    }

    /// Returns the type of `service` in the catalog.
    #[must_use]
    pub fn service_type(&self, service: &str) -> String {
        self.of(service, Key::ServiceType).and_then(given).unwrap_or_else(|| service.to_owned())
    }

    /// Returns the name of `service` in the catalog. `None` means any.
    #[must_use]
    pub fn service_name(&self, service: &str) -> Option<String> {
        self.of(service, Key::ServiceName).and_then(given)
    }

    /// Returns how certificates are checked.
    #[must_use]
    pub fn verify(&self) -> Verify {
        let value = |key: Key| self.get(key).map(|setting| &setting.value);
        if value(Key::Insecure) == Some(&Value::Bool(true)) {
            return Verify::Off;
        }
        match value(Key::Verify) {
            Some(Value::Bool(false)) => Verify::Off,
            Some(Value::String(text)) if text.is_empty() => Verify::Off,
            // Any other text is the path of a CA file, as in every Python client.
            other => match (self.path(Key::CaCert), other) {
                (Some(cacert), _) => Verify::File(cacert),
                (None, Some(Value::String(text))) => Verify::File(self.expand_home(text)),
                _ => Verify::System,
            },
        }
    }

    /// Returns the client certificate, and its key if that is in another file.
    #[must_use]
    pub fn client_cert(&self) -> Option<(PathBuf, Option<PathBuf>)> {
        Some((self.path(Key::Cert)?, self.path(Key::CertKey)))
    }

    /// Whether TLS 1.2 is refused.
    #[must_use]
    pub fn requires_tls13(&self) -> bool {
        self.text(Key::TlsMinVersion).as_deref() == Some("1.3")
    }

    /// Returns how long to wait for an answer. `None` means forever.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        let seconds = self.text(Key::ApiTimeout)?.parse().ok().filter(|seconds| *seconds > 0.0)?;
        Duration::try_from_secs_f64(seconds).ok()
    }

    /// Returns how often to retry connecting to `service`.
    #[must_use]
    pub fn connect_retries(&self, service: &str) -> Option<u32> {
        self.own_or_common(service, Key::ConnectRetries)?.parse().ok()
    }

    /// Returns how long to wait between attempts to connect to `service`.
    #[must_use]
    pub fn connect_retry_delay(&self, service: &str) -> Option<Duration> {
        self.seconds(service, Key::ConnectRetryDelay)
    }

    /// Returns how often to retry a request that `service` answered with a temporary error status.
    #[must_use]
    pub fn status_code_retries(&self, service: &str) -> Option<u32> {
        self.own_or_common(service, Key::StatusCodeRetries)?.parse().ok()
    }

    /// Returns how long to wait before a retry after a temporary error status of `service`.
    #[must_use]
    pub fn status_code_retry_delay(&self, service: &str) -> Option<Duration> {
        self.seconds(service, Key::StatusCodeRetryDelay)
    }

    /// Returns the error statuses of `service` that are temporary.
    #[must_use]
    pub fn retriable_status_codes(&self, service: &str) -> Option<Vec<u16>> {
        let key = Key::RetriableStatusCodes;
        match &self.of(service, key).or_else(|| self.get(key))?.value {
            Value::Array(items) => {
                Some(items.iter().filter_map(|item| u16::try_from(item.as_u64()?).ok()).collect())
            }
            Value::String(text) => {
                Some(text.split(',').filter_map(|code| code.trim().parse().ok()).collect())
            }
            _ => None,
        }
    }

    /// Whether tokens are cached on disk: yes, except with `cache: {auth: false}`.
    #[must_use]
    pub fn caches_tokens(&self) -> bool {
        let section = self.sections.get("cache").and_then(|cache| cache.get("auth"));
        section != Some(&Value::Bool(false))
    }

    /// Returns a section of the files beside `clouds`: `cache`, `client` or `trove`.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Value> {
        self.sections.get(name)
    }

    fn text(&self, key: Key) -> Option<String> {
        self.get(key).and_then(given)
    }

    pub(super) fn of(&self, service: &str, key: Key) -> Option<&Setting> {
        self.top.get(&format!("{}_{key}", service.replace('-', "_")))
    }

    fn own_or_common(&self, service: &str, key: Key) -> Option<String> {
        self.of(service, key).or_else(|| self.get(key)).and_then(given)
    }

    fn seconds(&self, service: &str, key: Key) -> Option<Duration> {
        Duration::try_from_secs_f64(self.own_or_common(service, key)?.parse().ok()?).ok()
    }

    fn path(&self, key: Key) -> Option<PathBuf> {
        self.text(key).map(|text| self.expand_home(&text))
    }

    pub(super) fn expand_home(&self, text: &str) -> PathBuf {
        match (text.strip_prefix('~'), &self.home) {
            (Some(""), Some(home)) => home.clone(),
            (Some(rest), Some(home)) => match rest.strip_prefix('/') {
                Some(below) => home.join(below),
                None => text.into(),
            },
            _ => text.into(),
        }
    }
}

fn given(setting: &Setting) -> Option<String> {
    setting.text().filter(|text| !text.is_empty())
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (key, setting) in self.iter() {
            let value = Self::redacted(&key, &setting.value);
            map.entry(&key, &format_args!("{value} from {}", setting.source));
        }
        map.finish()
    }
}
