//! Digests, which are stored instead of secrets.

use sha2::{Digest, Sha256};

/// What is stored of a secret. Sandbox secrets protect nothing, but no file should spell one out.
pub(crate) fn digest(owner: &str, secret: &str) -> String {
    hex(&format!("{owner}\0{secret}"))
}

pub(crate) fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
