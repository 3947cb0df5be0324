//! Tokens: their claims, issuing them, and finding them again.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::{digest, ids, query};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// The claims of a token about its holder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) user: String,
    pub(crate) methods: Vec<String>,
    pub(crate) project: Option<String>,
    pub(crate) system: bool,
    pub(crate) roles: Vec<String>,
    pub(crate) audit: Vec<String>,
    pub(crate) issued: i64,
    pub(crate) expires: i64,
    /// The application credential that it was issued for; the token becomes invalid with it.
    pub(crate) credential: Option<String>,
}

impl Claims {
    pub(crate) fn is_admin(&self) -> bool {
        self.roles.iter().any(|role| role == "admin")
    }
}

/// Issues a token with claims.
pub(crate) fn issue(call: &Call<'_>, claims: &Claims) -> Result<String, Refusal> {
    let token = format!("gAAAAA{}{}", ids::next_hex(call.db)?, ids::next_hex(call.db)?);
    let text = serde_json::to_string(claims).unwrap_or_default();
    call.db.execute("DELETE FROM tokens WHERE expires < ?1", [call.now.0 - KEEP_EXPIRED])?;
    call.db.execute(
        "INSERT INTO tokens (digest, claims, expires) VALUES (?1, ?2, ?3)",
        params![digest::digest("token", &token), text, claims.expires],
    )?;
    Ok(token)
}

/// The time for which expired tokens are kept, in milliseconds, to tell them from unknown ones.
const KEEP_EXPIRED: i64 = 24 * 3600 * 1000;

/// Finds the claims of a valid token.
pub(crate) fn find(call: &Call<'_>, token: &str) -> Result<Option<Claims>, Refusal> {
    let found: Option<(String, bool)> = call
        .db
        .query_row(
            "SELECT claims, expires > ?2 AND NOT revoked FROM tokens WHERE digest = ?1",
            params![digest::digest("token", token), call.now],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((claims, true)) = found else { return Ok(None) };
    let Ok(claims) = serde_json::from_str::<Claims>(&claims) else { return Ok(None) };
    let Some(credential) = &claims.credential else { return Ok(Some(claims)) };
    let known = "SELECT id FROM application_credentials WHERE id = ?1";
    Ok(query::text(call.db, known, credential)?.map(|_| claims))
}
