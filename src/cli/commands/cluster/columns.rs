//! The columns of lists of clusters, and the fields of a cluster, as in the official client.

use crate::json::Object;
use crate::output::{Column, Fields, key};
use serde_json::Value;

/// The columns of the list of clusters.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Datastore", &["datastore", "type"]),
    key("Datastore Version", &["datastore", "version"]),
    key("Task Name", &["task", "name"]),
];

/// The columns of the list of the members of a cluster.
pub(super) const MEMBERS: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Flavor ID", &["flavor", "id"]),
    key("Size", &["volume", "size"]),
    key("Status", &["status"]),
];

/// The columns of the list of the modules of all members of a cluster.
pub(super) const MODULES: &[Column] = &[
    key("instance_name", &["instance_name"]),
    key("Module Name", &["name"]),
    key("Module Type", &["type"]),
    key("md5", &["md5"]),
    key("created", &["created"]),
    key("updated", &["updated"]),
];

/// The fields of a cluster.
pub(super) const SHOW: Fields = Fields::made_by(FIELDS, fields);

const FIELDS: &[&str] = &[
    "configuration",
    "created",
    "datastore",
    "datastore_version",
    "extended_properties",
    "id",
    "instance_count",
    "ip",
    "locality",
    "name",
    "task_description",
    "task_name",
    "updated",
];

fn fields(object: Object) -> Object {
    let mut fields = Object::new();
    for (key, value) in object {
        lift(&mut fields, key, value);
    }
    fields
}

/// Adds one key of the reply to the fields. Nested values become separate fields.
fn lift(fields: &mut Object, key: String, value: Value) {
    let get = |path: &str| value.get(path).cloned().unwrap_or_default();
    match key.as_str() {
        "links" => {}
        "datastore" => {
            fields.insert("datastore".into(), get("type"));
            fields.insert("datastore_version".into(), get("version"));
        }
        "task" => {
            fields.insert("task_description".into(), get("description"));
            fields.insert("task_name".into(), get("name"));
        }
        "instances" => {
            let count = value.as_array().map_or(0, Vec::len);
            if count > 0 {
                fields.insert("instance_count".into(), count.into());
            }
        }
        "ip" => {
            fields.insert(key, addresses(&value));
        }
        _ => {
            fields.insert(key, value);
        }
    }
}

/// Joins the addresses of a cluster: they are objects, or plain text on older servers.
fn addresses(list: &Value) -> Value {
    let text = |item: &Value| item.get("address").unwrap_or(item).as_str().map(str::to_owned);
    let items = list.as_array().into_iter().flatten().filter_map(text);
    items.collect::<Vec<_>>().join(", ").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test] // docs/server-behaviour.md 61
    fn addresses_of_clusters_are_objects_or_text() {
        let fields = |ip: Value| {
            let Value::Object(object) = json!({
                "id": "c1", "name": "c", "task": {"name": "NONE"}, "ip": ip, "links": [1],
                "datastore": {"type": "mariadb", "version": "10.4"},
                "instances": [{"id": "a"}, {"id": "b"}],
            }) else {
                panic!("an object")
            };
            Value::Object(fields(object))
        };
        let both = fields(json!([{"address": "192.0.2.5", "type": "private"}, "192.0.2.7"]));
        assert_eq!(
            both,
            json!({
                "id": "c1", "name": "c", "task_description": null, "task_name": "NONE",
                "instance_count": 2, "datastore": "mariadb", "datastore_version": "10.4",
                "ip": "192.0.2.5, 192.0.2.7",
            })
        );
    }
}
