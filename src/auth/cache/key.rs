//! The identity of a cached login.

use crate::config::{Key, Settings, Verify};
use ring::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use ring::hmac;
use std::path::Path;
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;
use zeroize::Zeroizing;

/// The length of the random secret of a cache, in bytes.
pub(super) const SECRET_LENGTH: usize = 32;

/// All that makes up a login, including its secret and the CAs that it trusts.
pub(in crate::auth) struct CacheKey {
    login: Zeroizing<Vec<u8>>,
    entry: OnceLock<Entry>,
}

/// The name of a login's file, and the key that encrypts the file.
///
/// Both are digests of the login under the cache's random secret: with another password the file is
/// not found, without the password it cannot be read, and without the random secret its name tells
/// nothing. A login in a browser has no secret in the settings, so only the file's mode protects its
/// token.
pub(in crate::auth) struct Entry {
    pub(super) name: String,
    seal: [u8; 32],
}

impl CacheKey {
    /// Returns the key of the login with these settings. `cas` is the file of the CAs that are
    /// trusted, where the settings name none.
    pub(in crate::auth) fn new(settings: &Settings, cas: Option<&Path>) -> Self {
        let mut login = Vec::with_capacity(512);
        let mut add = |part: &[u8]| {
            login.extend_from_slice(&(part.len() as u64).to_le_bytes());
            login.extend_from_slice(part);
        };
        add(Key::AuthType.name().as_bytes());
        add(settings.auth_type().as_bytes());
        for (key, setting) in settings.iter().filter(|(key, _)| key.starts_with("auth.")) {
            add(key.as_bytes());
            add(Zeroizing::new(setting.value.to_string()).as_bytes());
        }
        let named = match settings.verify() {
            Verify::File(file) => Some(file),
            _ => None,
        };
        if let Some(file) = named.as_deref().or(cas) {
            add(b"cas");
            add(file.as_os_str().as_encoded_bytes());
            // Another file of the same name has other CAs.
            let (length, changed) = version(file).unwrap_or_default();
            add(&length.to_le_bytes());
            add(&changed.to_le_bytes());
        }
        Self { login: login.into(), entry: OnceLock::new() }
    }

    /// Returns the name and the encryption key under the secret of a cache, which is read once.
    pub(super) fn entry(
        &self,
        secret: impl FnOnce() -> Option<Zeroizing<[u8; SECRET_LENGTH]>>,
    ) -> Option<&Entry> {
        if let Some(known) = self.entry.get() {
            return Some(known);
        }
        let entry = Entry::new(&*secret()?, &self.login)?;
        Some(self.entry.get_or_init(|| entry))
    }
}

impl Entry {
    fn new(secret: &[u8], login: &[u8]) -> Option<Self> {
        let digest = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA512, secret), login);
        let (name, seal) = digest.as_ref().split_at_checked(32)?;
        let digit = |half: u8| char::from_digit(u32::from(half), 16);
        let digits = name.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        Some(Self { name: digits.collect::<Option<_>>()?, seal: seal.try_into().ok()? })
    }

    pub(super) fn cipher(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.seal).ok().map(LessSafeKey::new)
    }
}

/// Returns the length of a file, and the time of its last change.
fn version(file: &Path) -> Option<(u64, u128)> {
    let about = std::fs::metadata(file).ok()?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((about.len(), changed.as_nanos()))
}
