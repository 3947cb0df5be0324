//! A configuration group as it is stored.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::Refusal;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::configuration::mask;
use crate::sandbox::trove::model::configuration::parameter::Parameter;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::instance::record::{COLUMNS as INSTANCE, Instance};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One row of `configurations`.
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) project: String,
    pub(crate) version: String,
    /// As text, which the server's database keeps them as; in the order of their names.
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) deleted: bool,
}

/// The columns, in the order of the fields.
pub(crate) const COLUMNS: &str =
    "id, name, description, project, version, \"values\", created, updated, deleted";

/// Values as they are stored.
pub(crate) fn stored(values: &Map<String, Value>) -> BTreeMap<String, String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Bool(value) => i32::from(*value).to_string(),
        other => other.to_string(),
    };
    values.iter().map(|(key, value)| (key.clone(), text(value))).collect()
}

impl Group {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let values: String = row.get(5)?;
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            description: row.get(2)?,
            project: row.get(3)?,
            version: row.get(4)?,
            values: serde_json::from_str(&values).unwrap_or_default(),
            created: row.get(6)?,
            updated: row.get(7)?,
            deleted: row.get(8)?,
        })
    }

    /// The group with this id, if the caller may see it.
    pub(crate) fn find(call: &Call<'_>, id: &str) -> rusqlite::Result<Option<Self>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM configurations
             WHERE id = ?1 AND NOT deleted AND (project = ?2 OR ?3)"
        );
        let (project, admin) = (&call.caller.project, call.caller.admin);
        call.db.query_row(&sql, params![id, project, admin], Self::read).optional()
    }

    pub(crate) fn load(call: &Call<'_>, id: &str) -> Result<Self, Refusal> {
        Self::find(call, id)?.ok_or_else(|| {
            Refusal::missing(format!("Configuration group with ID {id} could not be found."))
        })
    }

    pub(crate) fn save(&self, db: &Connection) -> rusqlite::Result<()> {
        let sql = format!(
            "INSERT OR REPLACE INTO configurations ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        );
        db.execute(
            &sql,
            params![
                self.id,
                self.name,
                self.description,
                self.project,
                self.version,
                json!(self.values).to_string(),
                self.created,
                self.updated,
                self.deleted
            ],
        )?;
        Ok(())
    }

    /// The instances that have it, of the caller's project or of all.
    pub(crate) fn instances(
        &self,
        call: &Call<'_>,
        everywhere: bool,
    ) -> rusqlite::Result<Vec<Instance>> {
        let sql = format!(
            "SELECT {INSTANCE} FROM instances
             WHERE configuration = ?1 AND NOT deleted AND (project = ?2 OR ?3) ORDER BY id"
        );
        call.db
            .prepare_cached(&sql)?
            .query_map(params![self.id, call.caller.project, everywhere], Instance::read)?
            .collect()
    }

    /// Whether some value takes a restart. A name in other letters than the parameter's is
    /// accepted, but not found again here (trove/configuration/models.py, `find_parameter_details`).
    pub(crate) fn needs_restart(&self, db: &Connection) -> Result<bool, Refusal> {
        let parameters = Parameter::all(db, &self.version)?;
        for key in self.values.keys() {
            let parameter = parameters.iter().find(|parameter| parameter.name == *key);
            if parameter.ok_or_else(|| Refusal::no_resource(key))?.restart {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The values by the types of their parameters; text where there is no such parameter any more.
    pub(crate) fn typed(&self, db: &Connection) -> rusqlite::Result<Map<String, Value>> {
        let parameters = Parameter::all(db, &self.version)?;
        let typed = |(key, text): (&String, &String)| {
            let parameter = parameters.iter().find(|parameter| parameter.name == *key);
            let number = parameter.filter(|parameter| parameter.kind == "integer");
            let value = number.and_then(|_| text.parse::<serde_json::Number>().ok());
            (key.clone(), value.map_or_else(|| json!(text), Value::Number))
        };
        Ok(self.values.iter().map(typed).collect())
    }

    /// trove/configuration/views.py, `ConfigurationView`.
    pub(crate) fn view(&self, call: &Call<'_>) -> Result<Map<String, Value>, Refusal> {
        let version = Version::by_id(call.db, &self.version)?.ok_or(Refusal::Crash)?;
        let view = json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "created": self.created,
            "updated": self.updated,
            "datastore_version_id": version.id,
            "datastore_name": version.datastore_name(call.db)?,
            "datastore_version_name": version.name,
        });
        Ok(view.as_object().cloned().unwrap_or_default())
    }

    /// trove/configuration/views.py, `DetailedConfigurationView`.
    pub(crate) fn detailed(
        &self,
        call: &Call<'_>,
        values: &Map<String, Value>,
        instances: usize,
    ) -> Result<Value, Refusal> {
        let version = Version::by_id(call.db, &self.version)?.ok_or(Refusal::Crash)?;
        Ok(json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "values": mask::masked(values),
            "created": self.created,
            "updated": self.updated,
            "instance_count": instances,
            "datastore_name": version.datastore_name(call.db)?,
            "datastore_version_id": version.id,
            "datastore_version_name": version.name,
            "datastore_version_number": version.version,
        }))
    }
}
