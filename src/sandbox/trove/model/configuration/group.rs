//! The record of a configuration group, and its views.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::record::{Json, Record, record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::configuration::mask;
use crate::sandbox::trove::model::configuration::parameter::Parameter;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::instance::record::Instance;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

record! {
    /// One row of `configurations`.
    pub(crate) struct Group in "configurations" {
        pub(crate) id: String,
        pub(crate) name: String,
        pub(crate) description: Option<String>,
        pub(crate) project: String,
        pub(crate) version: String,
        /// The values as text, as in the server's database, ordered by name.
        pub(crate) values: Json<BTreeMap<String, String>> as "\"values\"",
        pub(crate) created: Timestamp,
        pub(crate) updated: Timestamp,
        pub(crate) deleted: bool,
    }
}

/// Converts the values of a request to text.
pub(crate) fn to_text(values: &Map<String, Value>) -> Json<BTreeMap<String, String>> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Bool(value) => i32::from(*value).to_string(),
        other => other.to_string(),
    };
    Json(values.iter().map(|(key, value)| (key.clone(), text(value))).collect())
}

impl Group {
    /// Finds a group that the caller can see.
    pub(crate) fn find(call: &Call<'_>, id: &str) -> rusqlite::Result<Option<Self>> {
        let found = Self::by_id(call.db, id)?;
        Ok(found.filter(|group| !group.deleted && call.can_see(&group.project)))
    }

    /// Finds a group that the caller can see, or refuses with 404.
    pub(crate) fn require(call: &Call<'_>, id: &str) -> Result<Self, Refusal> {
        Self::find(call, id)?.ok_or_else(|| {
            Refusal::not_found(format!("Configuration group with ID {id} could not be found."))
        })
    }

    /// Lists the instances that have the group, of the caller's project or of all.
    pub(crate) fn instances(
        &self,
        call: &Call<'_>,
        everywhere: bool,
    ) -> rusqlite::Result<Vec<Instance>> {
        let condition = "configuration = ?1 AND NOT deleted AND (project = ?2 OR ?3) ORDER BY id";
        Instance::select(call.db, condition, params![self.id, call.caller.project, everywhere])
    }

    /// Returns whether any of the values requires a restart. A name whose case differs from the
    /// parameter's is accepted in a group, but not found here
    /// (trove/configuration/models.py, `find_parameter_details`).
    pub(crate) fn needs_restart(&self, db: &Connection) -> Result<bool, Refusal> {
        let parameters = Parameter::all(db, &self.version)?;
        for key in self.values.keys() {
            let parameter = parameters.iter().find(|parameter| parameter.name == *key);
            if parameter.ok_or_else(|| Refusal::resource_not_found(key))?.restart {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Converts the values to the types of their parameters. Values whose parameter is deleted stay text.
    pub(crate) fn typed_values(&self, db: &Connection) -> rusqlite::Result<Map<String, Value>> {
        let parameters = Parameter::all(db, &self.version)?;
        let convert = |(key, text): (&String, &String)| {
            let parameter = parameters.iter().find(|parameter| parameter.name == *key);
            let number = parameter.filter(|parameter| parameter.data_type == "integer");
            let value = number.and_then(|_| text.parse::<serde_json::Number>().ok());
            (key.clone(), value.map_or_else(|| json!(text), Value::Number))
        };
        Ok(self.values.iter().map(convert).collect())
    }

    /// Returns the object of lists (trove/configuration/views.py, `ConfigurationView`).
    pub(crate) fn view(&self, call: &Call<'_>) -> Result<Map<String, Value>, Refusal> {
        let version = Version::required(call.db, Some(&self.version))?;
        let view = json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "created": self.created,
            "updated": self.updated,
            "datastore_version_id": version.id,
            "datastore_name": Datastore::of(call.db, &version)?.name,
            "datastore_version_name": version.name,
        });
        Ok(view.as_object().cloned().unwrap_or_default())
    }

    /// Returns the object, without the wrapper
    /// (trove/configuration/views.py, `DetailedConfigurationView`).
    pub(crate) fn detailed_view(
        &self,
        call: &Call<'_>,
        values: &Map<String, Value>,
        instances: usize,
    ) -> Result<Value, Refusal> {
        let version = Version::required(call.db, Some(&self.version))?;
        Ok(json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "values": mask::mask(values),
            "created": self.created,
            "updated": self.updated,
            "instance_count": instances,
            "datastore_name": Datastore::of(call.db, &version)?.name,
            "datastore_version_id": version.id,
            "datastore_version_name": version.name,
            "datastore_version_number": version.version,
        }))
    }
}
