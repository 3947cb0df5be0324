//! Flavors: sizes of servers.

use crate::sandbox::http::call::Call;
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Value, json};

/// A size of server.
#[derive(Clone)]
pub(crate) struct Flavor {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) ram: i64,
    pub(crate) vcpus: i64,
    pub(crate) disk: i64,
    pub(crate) ephemeral: i64,
}

const COLUMNS: &str = "id, name, ram, vcpus, disk, ephemeral";

impl Flavor {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            ram: row.get(2)?,
            vcpus: row.get(3)?,
            disk: row.get(4)?,
            ephemeral: row.get(5)?,
        })
    }

    /// Lists all flavors.
    pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM flavors ORDER BY position");
        db.prepare(&sql)?.query_map([], Self::read)?.collect()
    }

    /// The flavor with this id.
    pub(crate) fn find(db: &Connection, id: &str) -> rusqlite::Result<Option<Self>> {
        let sql = format!("SELECT {COLUMNS} FROM flavors WHERE id = ?1");
        db.query_row(&sql, [id], Self::read).optional()
    }

    /// `id` is a number or nothing, whatever Nova's id is (trove/flavor/views.py).
    pub(crate) fn view(&self, call: &Call<'_>) -> Value {
        json!({
            "id": self.id.parse::<u64>().ok(),
            "links": call.links("flavors", &self.id),
            "name": self.name,
            "ram": self.ram,
            "vcpus": self.vcpus,
            "disk": self.disk,
            "ephemeral": self.ephemeral,
            "str_id": self.id,
            "local_storage": self.ephemeral,
        })
    }
}
