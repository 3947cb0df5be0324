//! The columns of lists of configuration groups, and the fields of a group, as in the official client.

use crate::json::Object;
use crate::output::{Column, Fields, key, python_json};
use serde_json::Value;

/// The title of the column that is not in the service's lists.
pub(super) const VERSION_NUMBER: &str = "Datastore Version Number";

/// The columns of the list of groups.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Description", &["description"]),
    key("Datastore Name", &["datastore_name"]),
    key("Datastore Version Name", &["datastore_version_name"]),
    key(VERSION_NUMBER, &["datastore_version_number"]),
];

/// The columns of the list of the instances that a group is attached to.
pub(super) const INSTANCES: &[Column] = &[key("ID", &["id"]), key("Name", &["name"])];

/// The fields of a group.
pub(super) const SHOW: Fields = Fields::made_by(FIELDS, fields);

/// The default settings of an instance, whose names are not known in advance.
pub(super) const SETTINGS: Fields = Fields::made_by(&[], |settings| settings);

const FIELDS: &[&str] = &[
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

/// Writes the values as one text.
fn fields(mut object: Object) -> Object {
    if let Some(Value::Object(values)) = object.get("values") {
        let text = python_json(values);
        object.insert("values".into(), text.into());
    }
    object.shift_remove("datastore_version_id");
    object.shift_remove("links");
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_show_has_the_values_as_one_text() {
        let Value::Object(shown) = json!({"id": "c1", "values": {"b": true, "a": "ö", "c": 1.5},
            "datastore_version_id": "v1", "links": []})
        else {
            panic!("an object")
        };
        assert_eq!(
            Value::Object(fields(shown)),
            json!({"id": "c1", "values": r#"{"b": true, "a": "\u00f6", "c": 1.5}"#})
        );
    }
}
