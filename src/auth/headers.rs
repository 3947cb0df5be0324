//! Headers that carry a credential.

use crate::secret::Secret;
use crate::{Error, Result};
use base64::Engine;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

/// The header that carries a token of Keystone's.
pub(super) const TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// A header that is not to be shown, by whomever.
pub(super) fn sensitive(secret: &Secret) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(secret.expose())
        .map_err(|_| Error::config("the token has characters that no header can have"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The `Authorization` header of a name and a password.
pub(super) fn basic(name: &str, password: &str) -> Secret {
    let pair = zeroize::Zeroizing::new(format!("{name}:{password}"));
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair.as_bytes())).into()
}

/// The header that an access token is shown in.
pub(super) fn bearer(token: &Secret) -> Result<(HeaderName, HeaderValue)> {
    Ok((AUTHORIZATION, sensitive(&format!("Bearer {}", token.expose()).into())?))
}
