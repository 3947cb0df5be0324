//! The contents of an instance: databases, users and grants. A backup keeps a copy under its own ID.

use crate::sandbox::state::digest;
use rusqlite::{Connection, params};
use serde_json::Value;

/// The host of users that can connect from anywhere.
pub(crate) const ANYWHERE: &str = "%";

/// A change of the contents.
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
    /// Changes name and host, and the password if there is a digest.
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
    /// Grants access to databases, which need not exist.
    Grant {
        name: String,
        host: String,
        databases: Vec<String>,
    },
    Revoke {
        name: String,
        host: String,
        database: String,
    },
}

/// Returns the text of a field, or an empty one.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Returns the host of a user, or `%`.
pub(crate) fn host(user: &Value) -> &str {
    user.get("host").and_then(Value::as_str).unwrap_or(ANYWHERE)
}

/// Digests the password of a user.
pub(crate) fn digest(instance: &str, name: &str, host: &str, password: &str) -> String {
    digest::digest(&format!("{instance}/{name}@{host}"), password)
}

impl Change {
    /// Creates the database that a request describes.
    pub(crate) fn new_database(database: &Value) -> Self {
        let optional = |key| database.get(key).and_then(Value::as_str).map(str::to_owned);
        Self::CreateDatabase {
            name: text(database, "name").to_owned(),
            character_set: optional("character_set"),
            collate: optional("collate"),
        }
    }

    /// Creates the user that a request describes.
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
            Self::Grant { name, host, databases } => grant(db, instance, (name, host), databases)?,
            Self::Revoke { name, host, database } => {
                let sql = "DELETE FROM grants
                     WHERE instance = ?1 AND user = ?2 AND host = ?3 AND \"database\" = ?4";
                db.execute(sql, [instance, name, host, database])?;
            }
        }
        Ok(())
    }
}

fn grant(
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

/// Copies the contents of an instance or a backup to another.
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

/// Gives a replica the contents of its source.
pub(crate) fn mirror(db: &Connection, source: &str, replica: &str) -> rusqlite::Result<()> {
    delete(db, replica)?;
    copy(db, source, replica)
}

/// Deletes the contents of an instance or a backup.
pub(crate) fn delete(db: &Connection, instance: &str) -> rusqlite::Result<()> {
    for table in ["databases", "database_users", "grants"] {
        db.execute(&format!("DELETE FROM {table} WHERE instance = ?1"), [instance])?;
    }
    Ok(())
}
