//! The format of a cached token: one line in clear, the rest encrypted.

use crate::auth::cache::key::Entry;
use crate::auth::token::{Token, expiry};
use crate::secret::Secret;
use ring::aead::{Aad, NONCE_LEN, Nonce};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde_json::{Map, Value};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The first words of a file, and the version of what follows.
const FORMAT: &str = "trove-token 2";
/// How long a cached token is believed, whatever its own end is.
pub(super) const BELIEVED_FOR: Duration = Duration::from_secs(24 * 3600);

/// The encrypted part of a file.
#[derive(Serialize)]
struct Sealed<'a> {
    token: &'a str,
    body: &'a Map<String, Value>,
}

/// Splits a file into its first line, the seconds in that line, and the rest.
pub(super) fn header(bytes: &[u8]) -> Option<(&[u8], u64, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end + 1)?;
    let seconds = std::str::from_utf8(line).ok()?.strip_prefix(FORMAT)?.trim().parse().ok()?;
    Some((line, seconds, rest))
}

/// Returns the content of the file for a token that is cached at `now`.
pub(super) fn seal(entry: &Entry, token: &Token, now: SystemTime) -> Option<Vec<u8>> {
    let until = token.expires.min(now + BELIEVED_FOR);
    let seconds = until.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let mut out = format!("{FORMAT} {seconds}\n").into_bytes();
    let mut nonce = [0; NONCE_LEN];
    SystemRandom::new().fill(&mut nonce).ok()?;
    let sealed = Sealed { token: token.secret.expose(), body: &token.body };
    let mut text = serde_json::to_vec(&sealed).ok()?;
    let aad = Aad::from(out.clone());
    entry
        .cipher()?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
        .ok()?;
    out.extend_from_slice(&nonce);
    out.append(&mut text);
    Some(out)
}

/// Reads the token from the content of a file.
pub(super) fn unseal(entry: &Entry, bytes: &mut [u8], now: SystemTime) -> Option<Token> {
    let (line, seconds, rest) = header(bytes)?;
    let until = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    // A clock that was wrong when the file was written.
    if until > now + BELIEVED_FOR {
        return None;
    }
    let (length, aad) = (line.len(), Aad::from(line.to_vec()));
    let nonce = Nonce::try_assume_unique_for_key(rest.get(..NONCE_LEN)?).ok()?;
    let sealed = bytes.get_mut(length + NONCE_LEN..)?;
    let text = entry.cipher()?.open_in_place(nonce, aad, sealed).ok()?;
    let mut entry: Map<String, Value> = serde_json::from_slice(text).ok()?;
    let secret = Secret::new(entry.get("token")?.as_str()?);
    let Some(Value::Object(body)) = entry.get_mut("body").map(Value::take) else { return None };
    Some(Token { secret, expires: expiry(&body).min(until), body })
}
