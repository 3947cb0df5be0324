//! The settings below `auth`, as logins read them, and those that are missing.

use crate::config::auth_type::{AuthType, LoginMethod};
use crate::config::key::Key;
use crate::config::settings::Settings;
use crate::http::{redact, server_url};
use crate::secret::Secret;
use crate::{ConfigHint, Error, Result};
use serde_json::Value;
use url::Url;

/// The hint for an application credential that is given with another auth type.
pub(super) const NEEDS_APPLICATION_CREDENTIAL: ConfigHint = ConfigHint::AuthType {
    credential: "an application credential",
    auth_type: "v3applicationcredential",
};

impl Settings {
    /// Returns a setting below `auth` as text, if it is not empty.
    pub(crate) fn auth_text(&self, key: Key) -> Option<String> {
        self.auth(key)?.text().filter(|text| !text.is_empty())
    }

    /// Returns a setting below `auth` as a secret, if it is not empty.
    pub(crate) fn auth_secret(&self, key: Key) -> Option<Secret> {
        self.auth_text(key).map(Secret::from)
    }

    /// Whether a setting below `auth` is text or a list, and not empty.
    fn has_auth(&self, key: Key) -> bool {
        let items = self.auth(key).and_then(|setting| setting.value.as_array());
        items.is_some_and(|items| !items.is_empty()) || self.auth_text(key).is_some()
    }

    /// Returns a setting below `auth` that is the address of a server.
    pub(crate) fn auth_server(&self, key: Key) -> Result<Url> {
        let text = self.auth_text(key).unwrap_or_default();
        server_url(&text).ok_or_else(|| {
            let source = self.auth(key).map(|setting| setting.source.to_string());
            let shown = redact::url(&text);
            Error::config(format!("'{shown}' is not a URL ({key}: {})", source.unwrap_or_default()))
                .with_hint("an example is https://keystone.example:5000/v3")
        })
    }

    /// Returns a setting below `auth` that is the address of a server, if it is given.
    pub(crate) fn optional_auth_server(&self, key: Key) -> Result<Option<Url>> {
        self.auth_text(key).map(|_| self.auth_server(key)).transpose()
    }

    /// Returns the auth types that `v3multifactor` combines.
    pub(crate) fn auth_methods(&self) -> Vec<String> {
        match self.auth(Key::AuthMethods).map(|setting| &setting.value) {
            Some(Value::Array(items)) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            Some(Value::String(text)) => text.split(',').map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the settings below `auth` that the login still needs. Where one of several is
    /// enough, as `username` or `user_id`, it is the first. A program can ask for them, and then
    /// [set](Self::set_auth) them.
    #[must_use]
    pub fn missing(&self) -> Vec<Key> {
        self.lacking().iter().filter_map(|choice| choice.first().copied()).collect()
    }

    /// Fails if settings are missing, with an error that names them.
    pub(crate) fn check_complete(&self) -> Result<()> {
        let lacking = self.lacking();
        if lacking.is_empty() {
            return Ok(());
        }
        let cloud = match self.cloud() {
            None | Some("defaults") => String::new(),
            Some(name) => format!("cloud '{name}': "),
        };
        let names =
            |choice: &&[Key]| choice.iter().map(|key| key.name()).collect::<Vec<_>>().join(" or ");
        let names: Vec<_> = lacking.iter().map(names).collect();
        let auth_type = self.auth_type();
        let message = format!("{cloud}the auth type '{auth_type}' needs {}", names.join(", "));
        let other = [Key::ApplicationCredentialId, Key::ApplicationCredentialName];
        let is_other = other.iter().any(|key| self.get(*key).is_some());
        let hint = match self.cloud_note() {
            None if is_other => NEEDS_APPLICATION_CREDENTIAL,
            note => {
                let names = |choice: &&[Key]| choice.iter().map(|key| key.name()).collect();
                let choices = lacking.iter().map(names).collect();
                ConfigHint::Missing { choices, note: note.cloned() }
            }
        };
        Err(Error::config(message).with_hint(hint))
    }

    /// Returns the missing choices. Of each, one setting is enough.
    fn lacking(&self) -> Vec<&'static [Key]> {
        let given = |key: Key| match key {
            // Without Keystone, the address of the one service is enough.
            Key::Endpoint => self.endpoint_override("database").is_some(),
            _ => false,
        };
        let lacks = |key: &Key| !self.has_auth(*key) && !given(*key);
        let Some(auth_type) = self.known_auth_type() else { return Vec::new() };
        let methods = match auth_type.login {
            LoginMethod::Multifactor => self.auth_methods(),
            _ => Vec::new(),
        };
        let methods = methods.iter().filter_map(|name| AuthType::find(name));
        let required = std::iter::once(auth_type).chain(methods).flat_map(|known| known.requires);
        let mut lacking = Vec::new();
        for choice in required.filter(|choice| choice.iter().all(lacks)) {
            if !lacking.contains(choice) {
                lacking.push(*choice);
            }
        }
        lacking
    }
}
