//! The record of a configuration parameter: a setting of a datastore version, its type and limits.

use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::record::{Record, record};
use rusqlite::Connection;
use serde_json::{Value, json};

record! {
    /// One row of `parameters`.
    pub(crate) struct Parameter in "parameters" {
        pub(crate) version: String,
        pub(crate) name: String,
        pub(crate) data_type: String as "type",
        pub(crate) restart: bool,
        pub(crate) min: Option<String>,
        pub(crate) max: Option<String>,
    }
}

impl Parameter {
    /// Lists the parameters of a datastore version.
    pub(crate) fn all(db: &Connection, version: &str) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, "version = ?1 ORDER BY position", &[&version])
    }

    pub(crate) fn by_name(
        db: &Connection,
        version: &str,
        name: &str,
    ) -> rusqlite::Result<Option<Self>> {
        Self::first(db, "version = ?1 AND name = ?2", &[&version, &name])
    }

    pub(crate) fn find(db: &Connection, version: &str, name: &str) -> Result<Self, Refusal> {
        Self::by_name(db, version, name)?.ok_or_else(|| Refusal::resource_not_found(name))
    }

    /// Stores the parameter, new or changed; a new one comes last.
    pub(crate) fn save(&self, db: &Connection) -> rusqlite::Result<()> {
        self.insert(
            db,
            "ON CONFLICT (version, name) DO UPDATE SET
             type = excluded.type, restart = excluded.restart, min = excluded.min, max = excluded.max",
        )?;
        Ok(())
    }

    /// Returns the object. Administrators get other names of the limits (docs/server-behaviour.md 58).
    pub(crate) fn view(&self, limits: [&str; 2]) -> Value {
        let mut view = json!({
            "name": self.name,
            "datastore_version_id": self.version,
            "restart_required": self.restart,
            "type": self.data_type,
        });
        for (name, limit) in limits.into_iter().zip([&self.max, &self.min]) {
            let number = limit.as_ref().and_then(|text| text.parse::<serde_json::Number>().ok());
            if let (Some(number), Some(fields)) = (number, view.as_object_mut()) {
                fields.insert(name.to_owned(), Value::Number(number));
            }
        }
        view
    }

    /// Returns the object of the reply to a change, which has no limits that are 0 (docs/server-behaviour.md 57).
    pub(crate) fn view_changed(&self) -> Value {
        let mut view = self.view(MGMT);
        if let Some(fields) = view.as_object_mut() {
            fields.retain(|_, value| *value != 0);
        }
        view
    }
}

/// The names of the limits for everyone.
pub(crate) const PUBLIC: [&str; 2] = ["max", "min"];
/// The names of the limits for administrators.
pub(crate) const MGMT: [&str; 2] = ["max_size", "min_size"];
