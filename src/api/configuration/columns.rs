//! What lists and shows print of a configuration group: the official client's columns and fields.

use crate::api::configuration::Configuration;
use crate::json::Object;
use crate::output::{Column, Tabular, key, python_json};
use serde_json::Value;

impl Tabular for Configuration {
    const COLUMNS: &'static [Column] = &[
        key("ID", &["id"]),
        key("Name", &["name"]),
        key("Description", &["description"]),
        key("Datastore Name", &["datastore_name"]),
        key("Datastore Version Name", &["datastore_version_name"]),
        key("Datastore Version Number", &["datastore_version_number"]),
    ];

    const FIELDS: &'static [&'static str] = &[
        "created",
        "datastore_name",
        "datastore_version_name",
        "datastore_version_number",
        "description",
        "id",
        "instance_count",
        "name",
        "updated",
        "values",
    ];

    /// The values become one text.
    fn fields(mut object: Object) -> Object {
        if let Some(Value::Object(values)) = object.get("values") {
            let text = python_json(values);
            object.insert("values".into(), text.into());
        }
        object.shift_remove("datastore_version_id");
        object.shift_remove("links");
        object
    }
}
