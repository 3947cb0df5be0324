//! Checks the password of a user.

use crate::api::NewUser;
use crate::secret::Secret;
use crate::{Error, Result};

impl NewUser {
    /// Refuses input that the service would refuse with the password in its message.
    pub(crate) fn check(&self) -> Result<()> {
        if self.name.is_empty() {
            return Err(Error::invalid("a user needs a name"));
        }
        check_password(&self.name, &self.password)
    }
}

/// Refuses a password that the service's schema refuses: the service would repeat it in its message
/// (trove/common/apischema.py, `non_empty_string`).
pub(super) fn check_password(user: &str, password: &Secret) -> Result<()> {
    let text = password.expose();
    let fits = (1..=255).contains(&text.chars().count())
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !text.contains(char::is_control);
    if fits {
        return Ok(());
    }
    let error = Error::invalid(format!("the service would not accept the password of '{user}'"));
    Err(error.with_hint(
        "a password has 1 to 255 characters, with a letter or digit among them, on one line",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_the_service_would_repeat_is_refused() {
        for wrong in ["", "!!", "a\nb", &"x".repeat(256)] {
            let error = check_password("u", &wrong.into()).unwrap_err();
            assert!(wrong.is_empty() || !error.to_string().contains(wrong), "{error}");
        }
        assert!(check_password("u", &"p:w ,=".into()).is_ok());
    }
}
