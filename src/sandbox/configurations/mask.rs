//! Values that replies do not show.

use serde_json::{Map, Value};

/// What a name has in it when its value is a secret: those words of the server's long list that
/// names of settings can have, and that do not contain one another.
const SECRETS: &[&str] = &[
    "adminpass",
    "admin_pass",
    "password",
    "auth_token",
    "new_pass",
    "secret",
    "sys_pswd",
    "token",
    "encrypted_key",
    "private_key",
    "sslkey",
    "passphrase",
];

/// The values, but for secrets, which are stars (`mask_dict_password` of oslo.utils).
pub(super) fn masked(values: &Map<String, Value>) -> Map<String, Value> {
    let secret = |key: &str| {
        let key = key.to_lowercase();
        SECRETS.iter().any(|word| key.contains(word))
    };
    let show = |(key, value): (&String, &Value)| {
        (key.clone(), if secret(key) { "***".into() } else { value.clone() })
    };
    values.iter().map(show).collect()
}
