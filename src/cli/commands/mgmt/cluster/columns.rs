//! The columns of lists of the clusters of all projects, and the fields of a cluster.

use crate::json::{Object, at};
use crate::output::{Column, Fields, col, key};
use serde_json::{Value, json};

/// The columns of the list of clusters.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Project ID", &["tenant_id"]),
    key("Datastore", &["datastore", "type"]),
    key("Datastore Version", &["datastore", "version"]),
    key("Task", &["task", "name"]),
    col("Instances", instance_count),
    key("Deleted", &["deleted"]),
    key("Created", &["created"]),
];

/// The fields of a cluster.
pub(super) const SHOW: Fields = Fields::made_by(FIELDS, fields);

const FIELDS: &[&str] = &[
    "configuration",
    "created",
    "datastore",
    "datastore_version",
    "deleted",
    "deleted_at",
    "extended_properties",
    "id",
    "instances",
    "ip",
    "locality",
    "name",
    "task",
    "task_description",
    "tenant_id",
    "updated",
];

fn instance_count(object: &Object) -> Value {
    object.get("instances").and_then(Value::as_array).map_or(0, Vec::len).into()
}

fn fields(mut object: Object) -> Object {
    let text = |path: &[&str]| at(&object, path).cloned().unwrap_or_default();
    let (datastore, version) = (text(&["datastore", "type"]), text(&["datastore", "version"]));
    let (task, description) = (text(&["task", "name"]), text(&["task", "description"]));
    let instances = object.get("instances").and_then(Value::as_array);
    let ids: Vec<_> =
        instances.into_iter().flatten().filter_map(|one| one.get("id")?.as_str()).collect();
    let instances = json!(ids.join(", "));
    object.shift_remove("links");
    for (name, value) in [
        ("datastore", datastore),
        ("datastore_version", version),
        ("task", task),
        ("task_description", description),
        ("instances", instances),
    ] {
        object.insert(name.to_owned(), value);
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_shown_in_one_level() {
        let Value::Object(cluster) = json!({
            "id": "c", "name": "c1", "tenant_id": "p", "deleted": false, "created": "t", "links": [],
            "task": {"id": 1, "name": "NONE", "description": "No tasks for the cluster."},
            "datastore": {"type": "mongodb", "version": "3.6"}, "instances": [{"id": "a"}, {"id": "b"}],
        }) else {
            panic!("an object")
        };
        let cell =
            |title: &str| LIST.iter().find(|column| column.title == title).unwrap().cell(&cluster);
        assert_eq!((cell("Instances"), cell("Task")), (json!(2), json!("NONE")));
        assert_eq!(
            Value::Object(fields(cluster.clone())),
            json!({"id": "c", "name": "c1", "tenant_id": "p", "deleted": false, "created": "t",
                "task": "NONE", "task_description": "No tasks for the cluster.", "datastore": "mongodb",
                "datastore_version": "3.6", "instances": "a, b"})
        );
    }
}
