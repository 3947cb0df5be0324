//! The record of a module, and its views.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::record::{Record, record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use md5::{Digest, Md5};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

record! {
    /// One row of `modules`.
    #[derive(Debug, Clone)]
    pub(crate) struct Module in "modules" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) module_type: String as "kind",
        pub(crate) contents: String,
        pub(crate) description: Option<String>,
        pub(crate) project: Option<String>,
        pub(crate) datastore: Option<String>,
        pub(crate) version: Option<String>,
        pub(crate) auto_apply: bool,
        pub(crate) visible: bool,
        pub(crate) live_update: bool,
        pub(crate) priority_apply: bool,
        pub(crate) apply_order: i64,
        pub(crate) is_admin: bool,
        pub(crate) md5: String,
        pub(crate) created: Timestamp,
        pub(crate) updated: Timestamp,
    }
}

/// The name of the server for a missing project, datastore or version.
pub(crate) const ALL: &str = "all";

/// Digests contents, as they were sent.
pub(crate) fn digest(contents: &str) -> String {
    Md5::digest(contents.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Module {
    /// Lists the modules that meet a condition, in the order of their IDs.
    pub(crate) fn all(
        db: &Connection,
        condition: &str,
        values: &[&dyn rusqlite::ToSql],
    ) -> rusqlite::Result<Vec<Self>> {
        Self::select(db, &format!("NOT deleted AND {condition} ORDER BY id"), values)
    }

    /// Finds a module of any project, unless it is deleted.
    pub(crate) fn existing(db: &Connection, id: &str) -> rusqlite::Result<Option<Self>> {
        Self::first(db, "id = ?1 AND NOT deleted", &[&id])
    }

    /// Finds a module that the caller can see (trove/module/models.py, `Module.load`).
    pub(crate) fn find(call: &Call<'_>, id: &str) -> Result<Self, Refusal> {
        Self::existing(call.db, id)?
            .filter(|module| {
                call.caller.admin || (module.visible && module.belongs_to_caller(call))
            })
            .ok_or_else(|| Refusal::not_found(format!("Module with ID {id} could not be found.")))
    }

    /// Returns whether the module belongs to the caller's project, or to all.
    pub(crate) fn belongs_to_caller(&self, call: &Call<'_>) -> bool {
        self.project.as_ref().is_none_or(|project| *project == call.caller.project)
    }

    /// Counts the instances that have the current contents.
    pub(crate) fn count_instances(&self, db: &Connection) -> rusqlite::Result<i64> {
        db.query_row(
            "SELECT count(*) FROM instance_modules WHERE module = ?1 AND md5 = ?2",
            [&self.id, &self.md5],
            |row| row.get(0),
        )
    }

    /// Refuses to change a module that instances have (trove/module/models.py, `enforce_live_update`).
    pub(crate) fn require_unused(&self, db: &Connection) -> Result<(), Refusal> {
        if self.live_update || self.count_instances(db)? == 0 {
            return Ok(());
        }
        Err(Refusal::forbidden(
            "A module cannot be deleted or its contents modified if it has been applied to a non-terminated instance, unless the module has been marked as 'live_update.' Please remove the module from all non-terminated instances and try again.",
        ))
    }

    /// Returns the names of the datastore and the version.
    pub(crate) fn datastore_names(&self, db: &Connection) -> Result<(String, String), Refusal> {
        let Some(datastore) = &self.datastore else { return Ok((ALL.into(), ALL.into())) };
        let name = Datastore::find(db, datastore)?.name;
        let version = Version::of(db, self.version.as_deref())?.map(|version| version.name);
        Ok((name, version.unwrap_or_else(|| ALL.into())))
    }

    /// Returns the object of lists.
    pub(crate) fn view(&self, db: &Connection) -> Result<Map<String, Value>, Refusal> {
        let (datastore, version) = self.datastore_names(db)?;
        let mut fields = Map::new();
        let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        put("id", json!(self.id));
        put("name", json!(self.name));
        put("type", json!(self.module_type));
        put("description", json!(self.description));
        put("tenant_id", json!(self.project));
        put("datastore_id", json!(self.datastore));
        put("datastore_version_id", json!(self.version));
        put("auto_apply", json!(self.auto_apply));
        put("priority_apply", json!(self.priority_apply));
        put("apply_order", json!(self.apply_order));
        put("is_admin", json!(self.is_admin));
        put("md5", json!(self.md5));
        put("visible", json!(self.visible));
        put("created", json!(self.created));
        put("updated", json!(self.updated));
        put("tenant", json!(self.project.as_deref().unwrap_or(ALL)));
        put("datastore", json!(datastore));
        put("datastore_version", json!(version));
        Ok(fields)
    }

    /// Returns the object, without the wrapper.
    pub(crate) fn detailed_view(&self, db: &Connection) -> Result<Map<String, Value>, Refusal> {
        let mut fields = self.view(db)?;
        fields.insert("live_update".into(), json!(self.live_update));
        Ok(fields)
    }
}
