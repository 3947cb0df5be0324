//! The state of a sandbox: one SQLite database, in memory or in a file that processes share.

use crate::sandbox::state::{digest, seed};
use crate::{Error, Result};
use fd_lock::RwLock;
use rusqlite::Connection;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where a sandbox keeps its state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum State {
    /// In this process' memory; gone with the [`Sandbox`](crate::sandbox::Sandbox).
    #[default]
    Memory,
    /// In a file, which several processes may use at the same time.
    File(PathBuf),
}

/// The version of `schema.sql`, kept in SQLite's `user_version`.
const SCHEMA_VERSION: i64 = 5;

/// How long a process waits while another one writes.
const BUSY: Duration = Duration::from_secs(10);

/// Opens the database, and creates and fills it when it is new.
pub(crate) fn open(state: &State) -> Result<Connection> {
    let Opened { db, place, version } = prepare(state)?;
    if version == SCHEMA_VERSION {
        return Ok(db);
    }
    let age = if version > SCHEMA_VERSION { "a newer" } else { "an older" };
    Err(Error::config(format!("the sandbox in {place} was made by {age} version of this program"))
        .with_hint("'trove sandbox reset' starts anew"))
}

/// Starts the database anew, whichever version of this program made it.
pub(crate) fn renew(state: &State) -> Result<()> {
    let Opened { mut db, place, .. } = prepare(state)?;
    reset(&mut db).map_err(|error| broken(&place, error))
}

/// A database that has tables, of some version.
struct Opened {
    db: Connection,
    place: String,
    version: i64,
}

fn prepare(state: &State) -> Result<Opened> {
    match state {
        State::Memory => {
            let db = Connection::open_in_memory().map_err(|error| broken("memory", error))?;
            configured(db, "memory".into(), "sandbox")
        }
        State::File(path) => {
            let place = path.display().to_string();
            let cannot = |error| Error::io(format!("open {place}"), error);
            create_directory(path).map_err(cannot)?;
            let mut lock = private(&beside(path, "-lock")).map_err(cannot).map(RwLock::new)?;
            // Two at a time cannot switch a database to a write-ahead log: one would fail.
            let _held = lock.write().map_err(cannot)?;
            // An existing file is left alone: closing it here would undo the locks that
            // another connection of this process has on it.
            if !path.exists() {
                private(path).map_err(cannot)?;
            }
            let db = Connection::open(path).map_err(|error| broken(&place, error))?;
            configured(db, place, &uuid::Uuid::new_v4().to_string())
        }
    }
}

fn configured(mut db: Connection, place: String, seed: &str) -> Result<Opened> {
    configure(&db).map_err(|error| broken(&place, error))?;
    let version = migrate(&mut db, seed).map_err(|error| broken(&place, error))?;
    Ok(Opened { db, place, version })
}

fn configure(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log this survives the death of a process, though not of the machine.
    db.pragma_update(None, "synchronous", "normal")?;
    db.pragma_update(None, "foreign_keys", true)
}

/// Creates what is missing, and returns the schema's version.
fn migrate(db: &mut Connection, seed: &str) -> rusqlite::Result<i64> {
    let version = |db: &Connection| db.pragma_query_value(None, "user_version", |row| row.get(0));
    let found: i64 = version(db)?;
    if found != 0 {
        return Ok(found);
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have been faster.
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

/// Forgets everything, and seeds again. Tokens go too, so every client has to log in again.
pub(crate) fn reset(db: &mut Connection) -> rusqlite::Result<()> {
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let seed: String =
        tx.query_row("SELECT value FROM meta WHERE key = 'seed'", [], |row| row.get(0))?;
    // The order in which tables refer to each other does not matter within this transaction.
    tx.pragma_update(None, "defer_foreign_keys", true)?;
    let tables: Vec<String> = tx
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        tx.execute(&format!("DROP TABLE \"{table}\""), [])?;
    }
    // The serial starts again, so that the seed must differ for tokens to differ.
    create(&tx, &digest::hex(&seed))?;
    tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    tx.commit()
}

fn broken(place: &str, error: rusqlite::Error) -> Error {
    Error::io(format!("use the sandbox's state in {place}"), io::Error::other(error))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Opens a file, and makes it if need be, for nobody else to read.
fn private(path: &Path) -> io::Result<File> {
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
