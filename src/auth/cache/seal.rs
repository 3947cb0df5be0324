//! The format of a cached token: one line in clear, the rest encrypted.

use crate::auth::cache::key::CacheKey;
use crate::auth::token::{Token, expiry};
use crate::secret::Secret;
use ring::aead::{Aad, NONCE_LEN, Nonce};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Map, Value, json};
use std::time::UNIX_EPOCH;
use zeroize::Zeroizing;

/// The first words of a file, and the version of what follows.
const FORMAT: &str = "trove-token 1";

/// Splits a file into its first line, the seconds in that line, and the rest.
pub(super) fn header(bytes: &[u8]) -> Option<(&[u8], u64, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end + 1)?;
    let seconds = std::str::from_utf8(line).ok()?.strip_prefix(FORMAT)?.trim().parse().ok()?;
    Some((line, seconds, rest))
}

/// Returns the content of the file for a token.
pub(super) fn seal(key: &CacheKey, token: &Token) -> Option<Vec<u8>> {
    let seconds = token.expires.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let mut out = format!("{FORMAT} {seconds}\n").into_bytes();
    let mut nonce = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).ok()?;
    let mut text =
        json!({ "token": token.secret.expose(), "body": token.body }).to_string().into_bytes();
    let aad = Aad::from(out.clone());
    key.cipher()?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
        .ok()?;
    out.extend_from_slice(&nonce);
    out.append(&mut text);
    Some(out)
}

/// Reads the token from the content of a file.
pub(super) fn unseal(key: &CacheKey, bytes: &[u8]) -> Option<Token> {
    let (line, _, rest) = header(bytes)?;
    let (nonce, sealed) = rest.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut sealed = Zeroizing::new(sealed.to_vec());
    let text = key.cipher()?.open_in_place(nonce, Aad::from(line), &mut sealed).ok()?;
    let mut entry: Map<String, Value> = serde_json::from_slice(text).ok()?;
    let secret = Secret::new(entry.get("token")?.as_str()?);
    let Some(Value::Object(body)) = entry.get_mut("body").map(Value::take) else { return None };
    Some(Token { secret, expires: expiry(&body)?, body })
}
