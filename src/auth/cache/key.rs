//! The identity of a cached login.

use crate::config::{Key, Settings};
use ring::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use sha2::{Digest, Sha256};

/// The name of a login's file, and the key that encrypts the file.
///
/// Both are digests of all that makes up the login, including its secret: with another password
/// the file is not found, and without the password it cannot be read. A login in a browser has no
/// secret in the settings, so only the file's mode protects its token.
pub(in crate::auth) struct CacheKey {
    pub(super) name: String,
    seal: [u8; 32],
}

impl CacheKey {
    /// Returns the key of the login with these settings.
    pub(in crate::auth) fn new(settings: &Settings) -> Self {
        let mut parts: Vec<(String, String)> =
            vec![(Key::AuthType.name().to_owned(), settings.auth_type().to_owned())];
        parts.extend(settings.iter().filter_map(|(key, setting)| {
            key.starts_with("auth.").then(|| (key.clone(), setting.value.to_string()))
        }));
        let digest = |purpose: &str| {
            let mut hash = Sha256::new();
            hash.update(purpose);
            for (key, value) in &parts {
                for part in [key, value] {
                    hash.update((part.len() as u64).to_le_bytes());
                    hash.update(part);
                }
            }
            hash.finalize()
        };
        let name = digest("name").iter().map(|byte| format!("{byte:02x}")).collect();
        Self { name, seal: digest("seal").into() }
    }

    pub(super) fn cipher(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.seal).ok().map(LessSafeKey::new)
    }
}
