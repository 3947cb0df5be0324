//! The initial databases and users of a new instance.

use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::contents::{Change, host, text};
use rusqlite::Connection;
use serde_json::Value;

/// Names of users that cannot be created (`ignore_users`).
pub(crate) const RESERVED_USERS: &[&str] = &["os_admin", "root"];
/// Names of databases that cannot be created (`ignore_dbs`).
pub(crate) const RESERVED_DATABASES: &[&str] =
    &["mysql", "information_schema", "performance_schema", "sys"];

/// The message for two users with the same name and host.
pub(crate) const DUPLICATE_USERS: &str = "Two or more users share the same name and host in the initial users list. Please correct the names or remove the duplicate entries.";

/// Initial databases and users, which are checked.
#[derive(Debug, Default)]
pub(crate) struct Initial<'w> {
    databases: Vec<&'w Value>,
    users: Vec<&'w Value>,
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// Refuses a reserved name.
pub(crate) fn refuse_reserved(kind: &str, name: &str, reserved: &[&str]) -> Result<(), Refusal> {
    if !reserved.contains(&name) {
        return Ok(());
    }
    let list: Vec<_> = reserved.iter().map(|name| format!("'{name}'")).collect();
    let list = list.join(", ");
    Err(Refusal::bad_request(format!("{kind} name \"{name}\" is on the reserved list: [{list}].")))
}

impl<'w> Initial<'w> {
    /// Reads and checks databases and users of a request (trove/extensions/common/common.py).
    pub(crate) fn read(input: &'w Value) -> Result<Self, Refusal> {
        let mut initial = Self::default();
        for database in list(input, "databases") {
            initial.add_database(database)?;
        }
        for user in list(input, "users") {
            initial.add_user(user)?;
        }
        Ok(initial)
    }

    fn add_database(&mut self, database: &'w Value) -> Result<(), Refusal> {
        let name = text(database, "name");
        refuse_reserved("Database", name, RESERVED_DATABASES)?;
        if self.databases.iter().any(|known| text(known, "name") == name) {
            return Err(Refusal::bad_request(
                "Two or more databases share the same name in the initial databases list. Please correct the names or remove the duplicate entries.",
            ));
        }
        self.databases.push(database);
        Ok(())
    }

    fn add_user(&mut self, user: &'w Value) -> Result<(), Refusal> {
        let name = text(user, "name");
        refuse_reserved("User", name, RESERVED_USERS)?;
        if self.users.iter().any(|known| text(known, "name") == name && host(known) == host(user)) {
            return Err(Refusal::bad_request(DUPLICATE_USERS));
        }
        for database in list(user, "databases").map(|database| text(database, "name")) {
            if !self.databases.iter().any(|known| text(known, "name") == database) {
                return Err(Refusal::bad_request(format!(
                    "The request indicates that user {name} should have access to database {database}, but database {database} is not included in the initial databases list."
                )));
            }
        }
        self.users.push(user);
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.databases.is_empty() && self.users.is_empty()
    }

    /// Creates the databases and users.
    pub(crate) fn store(&self, db: &Connection, instance: &str) -> rusqlite::Result<()> {
        let databases = self.databases.iter().map(|database| Change::new_database(database));
        let users = self.users.iter().map(|user| Change::new_user(instance, user));
        databases.chain(users).try_for_each(|change| change.write(db, instance))
    }
}
