//! The columns of lists of backups, and the fields of a backup, as in the official client.

use crate::json::Object;
use crate::output::{Column, Fields, key};

/// The columns of the list of backups.
pub(super) const LIST: &[Column] =
    &[ID, INSTANCE, NAME, STATUS, PARENT, UPDATED, key("Project ID", &["project_id"])];

/// The columns of the list of the backups of an instance.
pub(super) const OF_INSTANCE: &[Column] = &[ID, INSTANCE, NAME, STATUS, PARENT, UPDATED];

/// The fields of a backup.
pub(super) const SHOW: Fields = Fields::made_by(FIELDS, fields);

const ID: Column = key("ID", &["id"]);
const INSTANCE: Column = key("Instance ID", &["instance_id"]);
const NAME: Column = key("Name", &["name"]);
const STATUS: Column = key("Status", &["status"]);
const PARENT: Column = key("Parent ID", &["parent_id"]);
const UPDATED: Column = key("Updated", &["updated"]);

const FIELDS: &[&str] = &[
    "created",
    "datastore",
    "datastore_version",
    "datastore_version_id",
    "description",
    "id",
    "instance_id",
    "locationRef",
    "name",
    "parent_id",
    "project_id",
    "size",
    "status",
    "updated",
];

/// Replaces the datastore with three fields.
fn fields(mut object: Object) -> Object {
    object.shift_remove("links");
    if let Some(datastore) = object.shift_remove("datastore") {
        for (field, key) in [
            ("datastore", "type"),
            ("datastore_version", "version"),
            ("datastore_version_id", "version_id"),
        ] {
            object.insert(field.into(), datastore.get(key).cloned().unwrap_or_default());
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_show_lifts_the_datastore() {
        let Value::Object(object) = json!({"id": "b1", "size": null, "novelty": 1,
            "datastore": {"type": "mysql", "version": "8.0", "version_id": "v1"}})
        else {
            panic!("an object")
        };
        assert_eq!(
            Value::Object(fields(object)),
            json!({"id": "b1", "size": null, "novelty": 1, "datastore": "mysql",
                "datastore_version": "8.0", "datastore_version_id": "v1"})
        );
    }
}
