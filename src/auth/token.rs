//! A token, and what Keystone says about it.

use crate::secret::Secret;
use serde_json::{Map, Value};
use std::time::{Duration, SystemTime};

/// A token with less life than this is replaced before it is used.
pub const MARGIN: Duration = Duration::from_secs(120);

/// A token, and all that Keystone says about it.
#[derive(Clone)]
pub struct Token {
    pub(super) secret: Secret,
    pub(super) expires: SystemTime,
    /// The member `token` of Keystone's answer.
    pub(super) body: Map<String, Value>,
}

impl Token {
    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// When it ends to be good.
    #[must_use]
    pub fn expires(&self) -> SystemTime {
        self.expires
    }

    /// What Keystone says about it: `user`, `project`, `roles`, `catalog` and more, as it came.
    #[must_use]
    pub fn body(&self) -> &Map<String, Value> {
        &self.body
    }

    /// A text in there, as in `token.text("project", "id")`.
    #[must_use]
    pub fn text(&self, object: &str, key: &str) -> Option<&str> {
        self.body.get(object)?.get(key)?.as_str()
    }

    /// The names of the roles.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        let roles = self.body.get("roles").and_then(Value::as_array);
        roles.into_iter().flatten().filter_map(|role| role.get("name")?.as_str())
    }

    /// The services that there are, with their endpoints.
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

/// When a token ends, by what Keystone says about it.
pub(super) fn expiry(body: &Map<String, Value>) -> Option<SystemTime> {
    let text = body.get("expires_at")?.as_str()?;
    text.parse::<jiff::Timestamp>().ok().map(SystemTime::from)
}
