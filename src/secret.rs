//! Text that must not be seen.

use std::fmt;
use zeroize::Zeroizing;

/// A password, a token: wiped from memory when dropped, and `[secret]` in every debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes charge of `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// Whether a setting of this name must not be shown.
#[must_use]
pub fn is_secret(key: &str) -> bool {
    // `access_token_type`, `access_token_endpoint` and `password_file` only look like secrets.
    if ["_type", "_endpoint", "_url", "_file"].iter().any(|end| key.ends_with(end)) {
        return false;
    }
    let plain = key.replace('-', "_").to_ascii_lowercase();
    plain == "code"
        || plain == "access_key"
        || plain == "idp_otp_key"
        || ["password", "passcode", "secret", "token"].iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_shows_in_debug_output() {
        let text = format!("{:?} {:#?}", Secret::new("s3cret"), Some(Secret::new("s3cret")));
        assert!(!text.contains("s3cret"), "{text}");
        assert_eq!(Secret::from("s3cret").expose(), "s3cret");
    }

    #[test]
    fn keys_that_hold_secrets_are_known_by_their_name() {
        for key in ["password", "token", "auth-token", "client_secret", "passcode", "code"] {
            assert!(is_secret(key), "{key}");
        }
        for key in
            ["username", "access_token_endpoint", "access_token_type", "password_file", "key"]
        {
            assert!(!is_secret(key), "{key}");
        }
    }
}
