//! A Keystone token.

use crate::secret::Secret;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::time::{Duration, SystemTime};

/// A token that expires sooner than this is replaced before it is used.
pub const MARGIN: Duration = Duration::from_secs(120);

/// A token, and the details that Keystone sends with it.
#[derive(Clone)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) expires: SystemTime,
    /// The member `token` of Keystone's answer.
    pub(super) body: Map<String, Value>,
}

impl Token {
    /// Returns the token itself.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns the time when it expires.
    #[must_use]
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// Returns the details as Keystone sent them: `user`, `project`, `roles`, `catalog` and more.
    #[must_use]
    pub fn body(&self) -> &Map<String, Value> {
        &self.body
    }

    /// Returns one detail, as in `token.text("project", "id")`.
    #[must_use]
    pub fn text(&self, object: &str, key: &str) -> Option<&str> {
        self.body.get(object)?.get(key)?.as_str()
    }

    /// Returns the names of the roles.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        let roles = self.body.get("roles").and_then(Value::as_array);
        roles.into_iter().flatten().filter_map(|role| role.get("name")?.as_str())
    }

    /// Returns the catalog: the services with their endpoints.
    #[must_use]
    pub fn catalog(&self) -> &[Value] {
        self.body.get("catalog").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token")
            .field("secret", &self.secret)
            .field("expires", &self.expires)
            .field("user", &self.text("user", "name"))
            .field("project", &self.text("project", "name"))
            .finish_non_exhaustive()
    }
}

/// Reads the time when a token expires from its details. A token without such a time, or with one
/// that is out of range (`9999-12-31T23:59:59Z`), never expires: the services say when it is rejected.
pub(super) fn expiry(body: &Map<String, Value>) -> SystemTime {
    let text = body.get("expires_at").and_then(Value::as_str).unwrap_or_default();
    let zoned = text.parse::<Timestamp>();
    // Without a zone it is UTC, as all times of Keystone.
    let plain = || Some(text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    zoned.ok().or_else(plain).unwrap_or(Timestamp::MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_spelling_of_an_end_is_read_and_none_is_no_end() {
        let of = |value: Value| {
            let body = json!({ "expires_at": value });
            Timestamp::try_from(expiry(body.as_object().unwrap())).unwrap().to_string()
        };
        for text in ["2030-01-02T03:04:05.000000Z", "2030-01-02T03:04:05", "2030-01-02 03:04:05Z"] {
            assert_eq!(of(json!(text)), "2030-01-02T03:04:05Z");
        }
        assert_eq!(of(json!("2030-01-02T05:04:05+02:00")), "2030-01-02T03:04:05Z");
        let never = Timestamp::MAX.to_string();
        for value in [json!("9999-12-31T23:59:59.000000Z"), json!(null), json!(""), json!(0)] {
            assert_eq!(of(value), never);
        }
        assert_eq!(expiry(&Map::new()), SystemTime::from(Timestamp::MAX));
    }
}
