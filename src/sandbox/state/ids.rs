//! IDs of new resources.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

/// Makes the next ID. It looks random, but is the same after the same requests.
pub(crate) fn next_id(db: &Connection) -> rusqlite::Result<uuid::Uuid> {
    db.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'serial'", [])?;
    let text: String = db.query_row(
        "SELECT group_concat(value, '.') FROM meta WHERE key IN ('seed', 'serial')",
        [],
        |row| row.get(0),
    )?;
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(Sha256::digest(text.as_bytes())).for_each(|(to, from)| *to = from);
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Makes the next ID in Keystone's form, without hyphens.
pub(crate) fn next_hex(db: &Connection) -> rusqlite::Result<String> {
    Ok(next_id(db)?.simple().to_string())
}
