//! A change to a user.

use crate::api::user::UserName;
use crate::api::user::password::check_password;
use crate::secret::Secret;
use crate::{Error, Result};

/// A change to a user; fields that are `None` stay as they are.
#[derive(Debug, Clone, Default)]
pub struct UserUpdate {
    /// The new name.
    pub name: Option<String>,
    /// The new password.
    pub password: Option<Secret>,
    /// The new host.
    pub host: Option<String>,
}

impl UserUpdate {
    /// Drops a name and a host that the user has already: the service would take the user itself for
    /// another one with that name and host (trove/extensions/common/models.py:303).
    fn without_unchanged(mut self, user: UserName<'_>) -> Self {
        let (name, host) = user.parts();
        self.name = self.name.filter(|new| new != name);
        self.host = self.host.filter(|new| new != host);
        self
    }

    /// Checks the change, and returns the part of it that must be sent.
    ///
    /// # Errors
    /// [`Error::Invalid`] if nothing is left to change, or if the service would repeat the password.
    pub(crate) fn checked(self, user: UserName<'_>) -> Result<Self> {
        let update = self.without_unchanged(user);
        if update.name.is_none() && update.password.is_none() && update.host.is_none() {
            return Err(Error::invalid(format!("nothing to change in the user '{user}'"))
                .with_hint("give a name, password or host that the user does not have yet"));
        }
        if let Some(password) = &update.password {
            check_password(&user.to_string(), password)?;
        }
        Ok(update)
    }

    /// The new name and host of the user, if either changes.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "for commands that wait"))]
    pub(crate) fn renamed(&self, user: UserName<'_>) -> Option<(String, String)> {
        let (name, host) = user.parts();
        let new = |new: &Option<String>, old: &str| new.clone().unwrap_or_else(|| old.to_owned());
        (self.name.is_some() || self.host.is_some())
            .then(|| (new(&self.name, name), new(&self.host, host)))
    }
}
