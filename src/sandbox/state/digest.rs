//! Digests, which are stored instead of secrets.

use sha2::{Digest, Sha256};

/// Digests a secret. Secrets of a sandbox protect nothing, but no file should hold one in clear.
pub(crate) fn digest(owner: &str, secret: &str) -> String {
    hex(&format!("{owner}\0{secret}"))
}

/// Digests a text.
pub(crate) fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
