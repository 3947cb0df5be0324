//! What lists and shows print of clusters: the official client's columns and fields.

use crate::api::cluster::{Cluster, Member};
use crate::json::Object;
use crate::output::{Column, Tabular, key};
use serde_json::Value;

impl Tabular for Cluster {
    const COLUMNS: &'static [Column] = &[
        key("ID", &["id"]),
        key("Name", &["name"]),
        key("Datastore", &["datastore", "type"]),
        key("Datastore Version", &["datastore", "version"]),
        key("Task Name", &["task", "name"]),
    ];

    const FIELDS: &'static [&'static str] = &[
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
}

/// Puts one key of the reply among the fields, what is nested under names of its own.
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

/// Addresses of clusters are objects, or in older servers text.
fn addresses(list: &Value) -> Value {
    let text = |item: &Value| item.get("address").unwrap_or(item).as_str().map(str::to_owned);
    let items = list.as_array().into_iter().flatten().filter_map(text);
    items.collect::<Vec<_>>().join(", ").into()
}

impl Tabular for Member {
    const COLUMNS: &'static [Column] = &[
        key("ID", &["id"]),
        key("Name", &["name"]),
        key("Flavor ID", &["flavor", "id"]),
        key("Size", &["volume", "size"]),
        key("Status", &["status"]),
    ];
}
