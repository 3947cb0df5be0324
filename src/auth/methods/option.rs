//! The settings below `auth`, as a login reads them, and where they can be given.

use crate::config::Settings;
use crate::config::options::option;
use crate::http::{redact, server_url};
use crate::secret::Secret;
use crate::{Error, Result};
use serde_json::Value;
use url::Url;

/// A setting that is there and not empty; of a list only that it is.
pub(super) fn text(settings: &Settings, key: &str) -> Option<String> {
    let setting = settings.auth(key)?;
    match &setting.value {
        Value::Array(items) if !items.is_empty() => Some(String::new()),
        _ => setting.text().filter(|text| !text.is_empty()),
    }
}

/// The same, for what nobody must see.
pub(super) fn secret(settings: &Settings, key: &str) -> Option<Secret> {
    text(settings, key).map(Secret::from)
}

/// The value itself: what YAML takes for a truth value is sent as one.
pub(super) fn value(settings: &Settings, key: &str) -> Option<Value> {
    settings.auth(key).map(|setting| setting.value.clone())
}

/// A setting that is the address of a server.
pub(super) fn url(settings: &Settings, key: &str) -> Result<Url> {
    let text = text(settings, key).unwrap_or_default();
    server_url(&text).ok_or_else(|| {
        let source = settings.auth(key).map(|setting| setting.source.to_string());
        let shown = redact::url(&text);
        Error::config(format!("'{shown}' is not a URL ({key}: {})", source.unwrap_or_default()))
            .with_hint("it looks like https://keystone.example:5000/v3")
    })
}

/// The same, where it may be missing.
pub(super) fn optional_url(settings: &Settings, key: &str) -> Result<Option<Url>> {
    text(settings, key).map(|_| url(settings, key)).transpose()
}

/// The auth types that `v3multifactor` combines.
pub(super) fn methods(settings: &Settings) -> Vec<String> {
    match settings.auth("auth_methods").map(|setting| &setting.value) {
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(Value::String(text)) => text.split(',').map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Everywhere that a setting below `auth` can be given.
pub(super) fn place(key: &str) -> String {
    let mut places = Vec::new();
    if let Some(option) = option(key) {
        places.push(option.flag());
        places.extend(option.env.first().map(|name| (*name).to_owned()));
    }
    places.push(format!("auth.{key} in clouds.yaml"));
    places.join(" / ")
}
