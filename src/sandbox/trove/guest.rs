//! The guest agent of an instance: it may not answer, or refuse; and what is passed on to it is done a
//! moment later, when nobody hears whether it worked (trove/guestagent/api.py, `_cast`).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::Refusal;
use crate::sandbox::state::{digest, schedule};
use crate::sandbox::trove::instances::record::Instance;
use crate::sandbox::trove::instances::status::Guest;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The host that stands for any.
pub(crate) const ANYWHERE: &str = "%";

/// Seconds that the guest takes.
const SECONDS: f64 = 1.0;

/// What the guest is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Change {
    CreateDatabase {
        name: String,
        character_set: Option<String>,
        collate: Option<String>,
    },
    DropDatabase {
        name: String,
    },
    CreateUser {
        name: String,
        host: String,
        digest: String,
        databases: Vec<String>,
    },
    /// Another name, host and password, where there is a digest of one.
    AlterUser {
        name: String,
        host: String,
        to: (String, String),
        digest: Option<String>,
    },
    DropUser {
        name: String,
        host: String,
    },
}

impl schedule::Change for Change {
    const KIND: &'static str = "guests";
    const TAG: &'static str = "Guest";
}

/// The text of a field, empty where there is none.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The host of a user, `%` where there is none.
pub(crate) fn host(user: &Value) -> &str {
    user.get("host").and_then(Value::as_str).unwrap_or(ANYWHERE)
}

/// What is kept of a user's password.
pub(crate) fn digest(instance: &str, name: &str, host: &str, password: &str) -> String {
    digest::digest(&format!("{instance}/{name}@{host}"), password)
}

impl Change {
    /// The database that a request describes.
    pub(crate) fn new_database(database: &Value) -> Self {
        let optional = |key| database.get(key).and_then(Value::as_str).map(str::to_owned);
        Self::CreateDatabase {
            name: text(database, "name").to_owned(),
            character_set: optional("character_set"),
            collate: optional("collate"),
        }
    }

    /// The user that a request describes.
    pub(crate) fn new_user(instance: &str, user: &Value) -> Self {
        let (name, host) = (text(user, "name"), host(user));
        let databases = user.get("databases").and_then(Value::as_array).into_iter().flatten();
        Self::CreateUser {
            name: name.to_owned(),
            host: host.to_owned(),
            digest: digest(instance, name, host, text(user, "password")),
            databases: databases.map(|database| text(database, "name").to_owned()).collect(),
        }
    }

    /// Does it.
    pub(crate) fn apply(&self, db: &Connection, instance: &str) -> rusqlite::Result<()> {
        match self {
            Self::CreateDatabase { name, character_set, collate } => {
                let sql = "INSERT OR IGNORE INTO databases VALUES (?1, ?2, ?3, ?4)";
                db.execute(sql, params![instance, name, character_set, collate])?;
            }
            Self::DropDatabase { name } => {
                let sql = "DELETE FROM databases WHERE instance = ?1 AND name = ?2";
                db.execute(sql, [instance, name])?;
            }
            Self::CreateUser { name, host, digest, databases } => {
                let sql = "INSERT OR IGNORE INTO database_users VALUES (?1, ?2, ?3, ?4)";
                db.execute(sql, [instance, name, host, digest])?;
                grant(db, instance, (name, host), databases)?;
            }
            Self::AlterUser { name, host, to, digest } => {
                let sql = "UPDATE OR IGNORE database_users
                     SET name = ?4, host = ?5, digest = coalesce(?6, digest)
                     WHERE instance = ?1 AND name = ?2 AND host = ?3";
                db.execute(sql, params![instance, name, host, to.0, to.1, digest])?;
                let sql = "UPDATE OR IGNORE grants SET user = ?4, host = ?5
                     WHERE instance = ?1 AND user = ?2 AND host = ?3";
                db.execute(sql, [instance, name, host, &to.0, &to.1])?;
            }
            Self::DropUser { name, host } => {
                for (table, column) in [("grants", "user"), ("database_users", "name")] {
                    let sql = format!(
                        "DELETE FROM {table} WHERE instance = ?1 AND {column} = ?2 AND host = ?3"
                    );
                    db.execute(&sql, [instance, name, host])?;
                }
            }
        }
        Ok(())
    }
}

/// Lets a user use databases, which need not be there.
pub(crate) fn grant(
    db: &Connection,
    instance: &str,
    (name, host): (&str, &str),
    databases: &[String],
) -> rusqlite::Result<()> {
    for database in databases {
        let sql = "INSERT OR IGNORE INTO grants VALUES (?1, ?2, ?3, ?4)";
        db.execute(sql, [instance, name, host, database])?;
    }
    Ok(())
}

/// Makes a change that is due, if the instance is still there.
pub(crate) fn apply(db: &Connection, instance: &str, change: &Change) -> rusqlite::Result<()> {
    match Instance::by_id(db, instance)?.filter(|found| !found.deleted) {
        Some(_) => change.apply(db, instance),
        None => Ok(()),
    }
}

/// Passes it on.
pub(crate) fn cast(call: &Call<'_>, instance: &Instance, change: Change) -> rusqlite::Result<()> {
    call.schedule(&instance.id, SECONDS, &change)
}

/// Refuses if the agent does not answer (trove/guestagent/api.py, `_call`).
pub(crate) fn reach(call: &Call<'_>, instance: &Instance) -> Result<(), Refusal> {
    if instance.alive && instance.guest_now(call.now).answers() {
        return Ok(());
    }
    Err(Refusal::bad("Timeout trying to connect to the Guest Agent."))
}

/// What an exception in the agent becomes on its way through the API. The full stop is the API's.
pub(crate) fn refusal(text: &str) -> Refusal {
    Refusal::bad(format!("An error occurred communicating with the guest: {text}."))
}

/// The instance, whose database has to run (trove/extensions/common/models.py, `load_and_verify`).
pub(crate) fn running(call: &Call<'_>, id: &str) -> Result<Instance, Refusal> {
    let instance = Instance::find_built(call, id)?;
    let manager: Option<String> = call
        .db
        .query_row(
            "SELECT manager FROM datastore_versions WHERE id = ?1",
            [&instance.version],
            |row| row.get(0),
        )
        .optional()?;
    let manager = manager.unwrap_or_default();
    if !["mysql", "mariadb", "postgresql"].contains(&manager.as_str()) {
        return Err(Refusal::busy(format!("Operation not supported for datastore {manager}.")));
    }
    match instance.guest_now(call.now) {
        Guest::Running | Guest::Healthy => Ok(instance),
        other => Err(Refusal::busy(format!(
            "Instance {id} is not ready, status: {}.",
            other.description()
        ))),
    }
}

/// An open segment of the path that names something. Slashes end it, encoded or not: the web server
/// decodes a path before it is routed.
pub(crate) fn name_in_path(call: &Call<'_>, index: usize) -> Result<String, Refusal> {
    let name = call.param(index);
    if name.contains('/') { Err(Refusal::no_route()) } else { Ok(name.into_owned()) }
}

/// Splits what the router takes for a suffix off the end of a path: all after the first dot.
pub(crate) fn split_suffix(name: &str) -> (&str, Option<&str>) {
    let dot = name.char_indices().skip(1).find(|(_, c)| *c == '.').map(|(at, _)| at);
    match dot.and_then(|at| Some((name.get(..at)?, name.get(at + 1..)?))) {
        Some((stem, suffix)) if !suffix.is_empty() => (stem, Some(suffix)),
        _ => (name, None),
    }
}
