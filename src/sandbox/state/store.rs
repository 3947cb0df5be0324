//! The store: one SQLite database, in memory or in a file that processes share.

use crate::sandbox::state::{digest, seed};
use crate::{Error, Result};
use fd_lock::RwLock;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

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

/// Opens the database. A new one is created and filled.
pub(crate) fn open(state: &State) -> Result<Connection> {
    let Opened { db, location, version } = open_any(state)?;
    if version == SCHEMA_VERSION {
        return Ok(db);
    }
    let age = if version > SCHEMA_VERSION { "a newer" } else { "an older" };
    Err(Error::config(format!(
        "the sandbox in {location} was made by {age} version of this program"
    ))
    .with_hint("'trove sandbox reset' replaces it with a new sandbox"))
}

/// Resets the database, whichever version of this program made it.
pub(crate) fn recreate(state: &State) -> Result<()> {
    let Opened { mut db, location, .. } = open_any(state)?;
    reset(&mut db).map_err(|error| state_error(&location, error))
}

/// A database that has tables, of any version.
struct Opened {
    db: Connection,
    location: String,
    version: i64,
}

fn open_any(state: &State) -> Result<Opened> {
    match state {
        State::Memory => {
            let db = Connection::open_in_memory().map_err(|error| state_error("memory", error))?;
            prepare_tables(db, "memory".into(), "sandbox")
        }
        State::File(path) => {
            let location = path.display().to_string();
            let cannot = |error| Error::io(format!("open {location}"), error);
            create_directory(path).map_err(cannot)?;
            let mut lock =
                open_private(&with_suffix(path, "-lock")).map_err(cannot).map(RwLock::new)?;
            // If two processes switch a database to a write-ahead log at once, one fails.
            let _held = lock.write().map_err(cannot)?;
            // An existing file is not opened here: closing it would release the locks that another
            // connection of this process holds.
            if !path.exists() {
                open_private(path).map_err(cannot)?;
            }
            let db = Connection::open(path).map_err(|error| state_error(&location, error))?;
            prepare_tables(db, location, &uuid::Uuid::new_v4().to_string())
        }
    }
}

fn prepare_tables(mut db: Connection, location: String, seed: &str) -> Result<Opened> {
    configure(&db).map_err(|error| state_error(&location, error))?;
    let version = migrate(&mut db, seed).map_err(|error| state_error(&location, error))?;
    Ok(Opened { db, location, version })
}

fn configure(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log this survives a killed process, but not a power failure.
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)
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

fn state_error(location: &str, error: rusqlite::Error) -> Error {
    Error::io(format!("use the sandbox's state in {location}"), io::Error::other(error))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Opens a file that only this user can read, and creates it if it does not exist.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn create_directory(path: &Path) -> io::Result<()> {
    let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty())
    else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}
