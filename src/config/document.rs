//! All settings of a cloud as one object, for display.

use crate::config::{Key, Settings, Verify};
use crate::http::redact;
use crate::secret::{MASK, is_secret};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Duration;

impl Settings {
    /// Returns the settings as one object, with the names of openstacksdk. Unless `secrets` is true,
    /// secrets are replaced by `***`.
    #[must_use]
    pub fn document(&self, secrets: bool) -> Map<String, Value> {
        let value = |key: Key| self.get(key).map(|setting| setting.value.clone());
        let mut fields = json!({
            "cloud": self.cloud().unwrap_or_default(),
            "region_name": self.region().unwrap_or_default(),
            "auth_type": self.auth_type(),
            "auth": self.auth.iter().map(|(key, setting)| (key.clone(), setting.value.clone())).collect::<Map<_, _>>(),
            "plugin": self.auth_type(),
            "interface": one(self.interfaces("")),
            "verify": match self.verify() {
                Verify::System => json!(true),
                Verify::Off => json!(false),
                Verify::File(file) => shown(&file),
            },
            "cert": self.client_cert().map(|(cert, key)| match key {
                Some(key) => json!([shown(&cert), shown(&key)]),
                None => shown(&cert),
            }),
            "api_timeout": value(Key::ApiTimeout),
            "identity_api_version": value(Key::IdentityApiVersion),
            "database": self.service("database"),
            "force_ipv4": self.force_ipv4(),
            "networks": value(Key::Networks).unwrap_or_else(|| json!([])),
            "config_file": self.config_file.as_deref().map(shown),
            "secure_file": self.secure_file.as_deref().map(shown),
        });
        if !secrets {
            redact::strictly(&mut fields);
        }
        match fields {
            Value::Object(fields) => fields,
            _ => Map::new(),
        }
    }

    /// Returns a value in which all secrets are replaced by `***`.
    #[must_use]
    pub fn redacted(key: &str, value: &Value) -> Value {
        let name = key.strip_prefix("auth.").unwrap_or(key);
        if is_secret(name) && !value.is_null() {
            return MASK.into();
        }
        let mut value = value.clone();
        redact::strictly(&mut value);
        value
    }

    /// Returns the settings for one service.
    fn service(&self, name: &str) -> Value {
        let seconds = |delay: Option<Duration>| delay.map(|delay| number(delay.as_secs_f64()));
        json!({
            "endpoint_override": self.endpoint_override(name),
            "interface": one(self.interfaces(name)),
            "region_name": self.service_region(name).unwrap_or_default(),
            "service_type": self.service_type(name),
            "service_name": self.service_name(name),
            "api_version": self.of(name, Key::ApiVersion).map(|setting| &setting.value),
            "connect_retries": self.connect_retries(name),
            "connect_retry_delay": seconds(self.connect_retry_delay(name)),
            "status_code_retries": self.status_code_retries(name),
            "status_code_retry_delay": seconds(self.status_code_retry_delay(name)),
            "retriable_status_codes": self.retriable_status_codes(name),
        })
    }

    /// Returns whether other clients use only IPv4. Nothing here depends on it.
    fn force_ipv4(&self) -> Value {
        let common = |key: Key| self.section("client").and_then(|client| client.get(key.name()));
        let cloud = |key: Key| self.get(key).map(|setting| &setting.value);
        let otherwise = |key| cloud(key).or_else(|| common(key)).cloned();
        if otherwise(Key::PreferIpv6) == Some(Value::Bool(false)) {
            return true.into();
        }
        otherwise(Key::ForceIpv4).unwrap_or_else(|| false.into())
    }
}

/// Returns a number of seconds, without a fraction if it is a whole number.
fn number(seconds: f64) -> Value {
    format!("{seconds}").parse().map_or_else(|_| json!(seconds), Value::Number)
}

fn one(names: Vec<String>) -> Value {
    match <[String; 1]>::try_from(names) {
        Ok([name]) => json!(name),
        Err(names) => json!(names),
    }
}

fn shown(path: impl AsRef<Path>) -> Value {
    path.as_ref().display().to_string().into()
}
