//! The store: one SQLite database, in memory or in a file that processes share.

use crate::sandbox::state::files::Files;
use crate::sandbox::state::{digest, seed};
use crate::{Error, Hint, Result};
use rusqlite::{Connection, ErrorCode, MAIN_DB};
use std::path::PathBuf;
use std::time::Duration;
use std::{fmt, io};

/// The place where a sandbox stores its state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum State {
    /// In the memory of this process, as long as the [`Sandbox`](crate::sandbox::Sandbox) exists.
    #[default]
    Memory,
    /// In a file, which several processes can use at the same time.
    File(PathBuf),
}

/// The version of `schema.sql`, kept in SQLite's `user_version`.
const SCHEMA_VERSION: i64 = 5;

/// The time that a process waits while another one writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The time that a reset waits before it replaces a database that is locked.
const RESET_PATIENCE: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 2000 });

impl State {
    /// Tells whether the state exists, usable or not.
    #[must_use]
    pub fn exists(&self) -> bool {
        match self {
            Self::Memory => false,
            Self::File(path) => Files(path).exist(),
        }
    }

    /// Returns the error for a failure of the database, with the hint that a reset helps if it does.
    pub(crate) fn error(&self, error: rusqlite::Error) -> Error {
        let needs_reset = self.needs_reset(&error);
        self.io_error(io::Error::other(error), needs_reset)
    }

    fn io_error(&self, error: io::Error, needs_reset: bool) -> Error {
        let error = Error::io(format!("use the sandbox in {self}"), error);
        if needs_reset { error.with_hint(Hint::ResetSandbox) } else { error }
    }

    /// Tells whether a reset helps against a failure of the database.
    pub(crate) fn needs_reset(&self, error: &rusqlite::Error) -> bool {
        let elsewhere = [ErrorCode::DiskFull, ErrorCode::OutOfMemory];
        let is_elsewhere = error.sqlite_error_code().is_some_and(|code| elsewhere.contains(&code));
        matches!(self, Self::File(_)) && !is_elsewhere
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// Opens the database. A new one is created and filled.
pub(crate) fn open(state: &State) -> Result<Connection> {
    let (db, version) = open_any(state, BUSY_TIMEOUT)?;
    if version == SCHEMA_VERSION {
        return Ok(db);
    }
    let age = if version > SCHEMA_VERSION { "a newer" } else { "an older" };
    Err(Error::config(format!("the sandbox in {state} was made by {age} version of this program"))
        .with_hint(Hint::ResetSandbox))
}

/// Resets the database, whichever version of this program made it, and whatever is wrong with it.
pub(crate) fn recreate(state: &State) -> Result<()> {
    // Processes that use the database notice a reset, but not that it was replaced.
    if reset_in_place(state).is_ok() {
        return Ok(());
    }
    if let State::File(path) = state {
        Files(path)
            .remove()
            .map_err(|error| Error::io(format!("remove the sandbox in {state}"), error))?;
    }
    open_any(state, RESET_PATIENCE).map(drop)
}

fn reset_in_place(state: &State) -> Result<()> {
    let (mut db, _) = open_any(state, RESET_PATIENCE)?;
    let failed = |error| state.error(error);
    reset(&mut db).map_err(failed)?;
    let sound: String =
        db.pragma_query_value(None, "integrity_check", |row| row.get(0)).map_err(failed)?;
    match sound.as_str() {
        "ok" => Ok(()),
        _ => Err(state.io_error(io::Error::other(sound), true)),
    }
}

/// Opens a database of any version, and returns its version. Locks are waited for with `patience`.
fn open_any(state: &State, patience: Duration) -> Result<(Connection, i64)> {
    let failed = |error| state.error(error);
    match state {
        State::Memory => {
            let db = Connection::open_in_memory().map_err(failed)?;
            prepare_tables(db, "sandbox", patience).map_err(failed)
        }
        State::File(path) => {
            let files = Files(path);
            files.create_directory().map_err(|error| state.io_error(error, false))?;
            let unusable = |error| state.io_error(error, true);
            // If two processes switch a database to a write-ahead log at once, one fails.
            let _held = files.lock(patience).map_err(unusable)?;
            files.create().map_err(unusable)?;
            let db = Connection::open(path).map_err(failed)?;
            // SQLite opens what it cannot write for reading.
            if db.is_readonly(MAIN_DB).map_err(failed)? {
                return Err(unusable(io::Error::other("it is read-only")));
            }
            prepare_tables(db, &uuid::Uuid::new_v4().to_string(), patience).map_err(failed)
        }
    }
}

fn prepare_tables(
    mut db: Connection,
    seed: &str,
    patience: Duration,
) -> rusqlite::Result<(Connection, i64)> {
    db.busy_timeout(patience)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log this survives a killed process, but not a power failure.
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)?;
    let version = migrate(&mut db, seed)?;
    Ok((db, version))
}

/// Creates the tables of a new database, and returns the version of the schema.
fn migrate(db: &mut Connection, seed: &str) -> rusqlite::Result<i64> {
    let version = |db: &Connection| db.pragma_query_value(None, "user_version", |row| row.get(0));
    let found: i64 = version(db)?;
    if found != 0 {
        return Ok(found);
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process can have been faster.
    let found: i64 = version(&tx)?;
    if found != 0 {
        return Ok(found);
    }
    create(&tx, seed)?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    tx.commit()?;
    Ok(SCHEMA_VERSION)
}

fn create(db: &Connection, seed: &str) -> rusqlite::Result<()> {
    db.execute_batch(include_str!("schema.sql"))?;
    db.execute("INSERT INTO meta VALUES ('seed', ?1), ('serial', '0')", [seed])?;
    seed::fill(db)
}

/// Deletes everything, tokens included, and fills the tables again.
pub(crate) fn reset(db: &mut Connection) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let seed: String =
        tx.query_row("SELECT value FROM meta WHERE key = 'seed'", [], |row| row.get(0))?;
    // Tables that refer to each other can be dropped in any order.
    tx.pragma_update(None, "defer_foreign_keys", true)?;
    let tables: Vec<String> = tx
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        tx.execute(&format!("DROP TABLE \"{table}\""), [])?;
    }
    // The serial starts again: another seed makes other tokens.
    create(&tx, &digest::hex(&seed))?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    tx.commit()
}
