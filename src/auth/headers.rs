//! Headers that carry credentials.

use crate::secret::Secret;
use crate::{Error, Result};
use base64::Engine;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

/// The header that carries a Keystone token.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// Returns a header value that is marked as sensitive, so that no library prints it.
pub(super) fn sensitive(secret: &Secret) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(secret.expose())
        .map_err(|_| Error::config("the token has characters that no header can have"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns the value of the `Authorization` header for a name and a password.
pub(super) fn basic(name: &str, password: &str) -> Secret {
    let pair = zeroize::Zeroizing::new(format!("{name}:{password}"));
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair.as_bytes())).into()
}

/// Returns the header that carries an access token.
pub(super) fn bearer(token: &Secret) -> Result<(HeaderName, HeaderValue)> {
    Ok((AUTHORIZATION, sensitive(&format!("Bearer {}", token.expose()).into())?))
}
