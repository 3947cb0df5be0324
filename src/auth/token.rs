//! A Keystone token.

use crate::secret::Secret;
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

/// Reads the time when a token expires from its details.
pub(super) fn expiry(body: &Map<String, Value>) -> Option<SystemTime> {
    let text = body.get("expires_at")?.as_str()?;
    text.parse::<jiff::Timestamp>().ok().map(SystemTime::from)
}
