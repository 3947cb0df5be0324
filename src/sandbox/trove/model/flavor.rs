//! Flavors: sizes of servers.

use crate::sandbox::http::call::Call;
use crate::sandbox::state::record::{Record, record};
use rusqlite::Connection;
use serde_json::{Value, json};

record! {
    /// A size of servers.
    #[derive(Clone)]
    pub(crate) struct Flavor in "flavors" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) ram: i64,
        pub(crate) vcpus: i64,
        pub(crate) disk: i64,
        pub(crate) ephemeral: i64,
    }
}

impl Flavor {
    pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, "1 ORDER BY position", &[])
    }

    /// Returns the object. Its `id` is null if Nova's ID is not a number (trove/flavor/views.py).
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
