//! The databases and users of an instance, as its guest agent keeps them.

use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{digest, schedule};
use crate::sandbox::trove::model::instance::record::Instance;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The host that stands for any.
pub(crate) const ANYWHERE: &str = "%";

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

    fn apply(&self, db: &Connection, instance: &str, _: Timestamp) -> rusqlite::Result<()> {
        match Instance::existing(db, instance)? {
            Some(_) => self.write(db, instance),
            None => Ok(()),
        }
    }
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

    /// Writes the change to the database.
    pub(crate) fn write(&self, db: &Connection, instance: &str) -> rusqlite::Result<()> {
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

/// Copies databases, users and grants from what has one ID to what has another: a backup keeps
/// what its instance had.
pub(crate) fn copy(db: &Connection, from: &str, to: &str) -> rusqlite::Result<()> {
    for (table, columns) in [
        ("databases", r#"name, character_set, "collate""#),
        ("database_users", "name, host, digest"),
        ("grants", r#"user, host, "database""#),
    ] {
        let sql = format!(
            "INSERT OR IGNORE INTO {table} (instance, {columns}) SELECT ?2, {columns} FROM {table}
             WHERE instance = ?1"
        );
        db.execute(&sql, [from, to])?;
    }
    Ok(())
}

/// Deletes what an instance or a backup has.
pub(crate) fn delete(db: &Connection, instance: &str) -> rusqlite::Result<()> {
    for table in ["databases", "database_users", "grants"] {
        db.execute(&format!("DELETE FROM {table} WHERE instance = ?1"), [instance])?;
    }
    Ok(())
}
