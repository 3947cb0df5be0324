//! Configuration parameters: which settings a datastore version has, and what they may be.

use crate::sandbox::http::reply::Refusal;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

/// One row of `parameters`.
pub(crate) struct Parameter {
    pub(crate) version: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) restart: bool,
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
}

const COLUMNS: &str = "version, name, type, restart, min, max";

impl Parameter {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            version: row.get(0)?,
            name: row.get(1)?,
            kind: row.get(2)?,
            restart: row.get(3)?,
            min: row.get(4)?,
            max: row.get(5)?,
        })
    }

    /// All of a datastore version.
    pub(crate) fn all(db: &Connection, version: &str) -> rusqlite::Result<Vec<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM parameters WHERE version = ?1 ORDER BY position");
        db.prepare_cached(&sql)?.query_map([version], Self::read)?.collect()
    }

    pub(crate) fn by_name(
        db: &Connection,
        version: &str,
        name: &str,
    ) -> rusqlite::Result<Option<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM parameters WHERE version = ?1 AND name = ?2");
        db.query_row(&sql, [version, name], Self::read).optional()
    }

    pub(crate) fn find(db: &Connection, version: &str, name: &str) -> Result<Self, Refusal> {
        Self::by_name(db, version, name)?.ok_or_else(|| Refusal::no_resource(name))
    }

    /// Stores it, new or changed; a new one comes last.
    pub(crate) fn save(&self, db: &Connection) -> rusqlite::Result<()> {
        let Self { version, name, kind, restart, min, max } = self;
        let sql = format!(
            "INSERT INTO parameters ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (version, name) DO UPDATE SET type = ?3, restart = ?4, min = ?5, max = ?6"
        );
        db.execute(&sql, params![version, name, kind, restart, min, max])?;
        Ok(())
    }

    /// The limits are called otherwise for administrators (PITFALLS 58).
    pub(crate) fn view(&self, limits: [&str; 2]) -> Value {
        let mut view = json!({
            "name": self.name,
            "datastore_version_id": self.version,
            "restart_required": self.restart,
            "type": self.kind,
        });
        for (name, limit) in limits.into_iter().zip([&self.max, &self.min]) {
            let number = limit.as_ref().and_then(|text| text.parse::<serde_json::Number>().ok());
            if let (Some(number), Some(fields)) = (number, view.as_object_mut()) {
                fields.insert(name.to_owned(), Value::Number(number));
            }
        }
        view
    }

    /// Just after a change a limit is still a number, and 0 is none (PITFALLS 57).
    pub(crate) fn view_changed(&self) -> Value {
        let mut view = self.view(MGMT);
        if let Some(fields) = view.as_object_mut() {
            fields.retain(|_, value| *value != 0);
        }
        view
    }
}

pub(crate) const PUBLIC: [&str; 2] = ["max", "min"];
pub(crate) const MGMT: [&str; 2] = ["max_size", "min_size"];
