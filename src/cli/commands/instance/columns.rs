//! The columns of lists of instances, and the fields of an instance, as in the official client.

use crate::json::{Object, at};
use crate::output::{Column, Fields, col, key};
use serde_json::{Value, json};

/// Lists the columns of every list of instances, followed by the given columns.
macro_rules! summary_and {
    ($($more:expr),* $(,)?) => {
        &[
            ID,
            NAME,
            DATASTORE,
            VERSION,
            STATUS,
            OPERATING_STATUS,
            PUBLIC,
            ADDRESSES,
            FLAVOR,
            SIZE,
            ROLE,
            $($more),*
        ]
    };
}

/// The columns of the list of instances.
pub(in crate::cli::commands) const LIST: &[Column] = summary_and![];

/// The columns of the list of instances of other projects.
pub(super) const ALL_PROJECTS: &[Column] =
    summary_and![key("Server ID", &["server_id"]), key("Tenant ID", &["tenant_id"])];

/// The columns of the detailed list of instances.
pub(super) const DETAIL: &[Column] = &[
    ID,
    NAME,
    DATASTORE,
    VERSION,
    key("Version Number", &["datastore", "version_number"]),
    STATUS,
    OPERATING_STATUS,
    PUBLIC,
    ADDRESSES,
    FLAVOR,
    SIZE,
    ROLE,
    key("Replica Of", &["replica_of", "id"]),
    key("Configuration", &["configuration", "name"]),
    key("Cluster ID", &["cluster_id"]),
    key("Region", &["region"]),
    key("Fault", &["fault", "message"]),
    key("Created", &["created"]),
    key("Updated", &["updated"]),
    key("Last Heard Of", &["service_status_updated"]),
];

/// The fields of an instance.
pub(in crate::cli::commands) const SHOW: Fields = Fields::made_by(FIELDS, fields);

const FIELDS: &[&str] = &[
    "addresses",
    "allowed_cidrs",
    "cluster_id",
    "configuration",
    "created",
    "datastore",
    "datastore_version",
    "datastore_version_number",
    "encrypted_rpc_messaging",
    "fault",
    "fault_date",
    "fault_details",
    "flavor",
    "hostname",
    "id",
    "ip",
    "local_storage",
    "locality",
    "name",
    "networks",
    "networks_id",
    "operating_status",
    "password",
    "public",
    "region",
    "replica_of",
    "replicas",
    "server_id",
    "service_status_updated",
    "shard_id",
    "status",
    "tenant_id",
    "updated",
    "volume",
    "volume_id",
    "volume_used",
    "volume_used_percent",
    "volume_wal_archive_size",
    "volume_wal_size",
];

/// Returns the size of the volume, or `-` if the datastore has no volume.
fn size(object: &Object) -> Value {
    match object.get("volume") {
        Some(volume) => volume.get("size").cloned().unwrap_or_else(|| "".into()),
        None => "-".into(),
    }
}

fn public(object: &Object) -> Value {
    match object.get("access") {
        Some(access) => access.get("is_public").cloned().unwrap_or(false.into()),
        None => "".into(),
    }
}

fn role(object: &Object) -> Value {
    let has = |key| object.contains_key(key);
    if has("replicas") {
        "primary".into()
    } else if has("replica_of") {
        "replica".into()
    } else {
        "".into()
    }
}

/// Returns a value of the datastore, or the empty text for null.
fn datastore(object: &Object, name: &str) -> Value {
    let value = at(object, &["datastore", name]);
    value.filter(|value| !value.is_null()).cloned().unwrap_or_else(|| "".into())
}

const ID: Column = key("ID", &["id"]);
const NAME: Column = key("Name", &["name"]);
const DATASTORE: Column = col("Datastore", |object| datastore(object, "type"));
const VERSION: Column = col("Datastore Version", |object| datastore(object, "version"));
const STATUS: Column = key("Status", &["status"]);
const OPERATING_STATUS: Column = key("Operating Status", &["operating_status"]);
const PUBLIC: Column = col("Public", public);
const ADDRESSES: Column = key("Addresses", &["addresses"]);
const FLAVOR: Column = key("Flavor ID", &["flavor", "id"]);
const SIZE: Column = col("Size", size);
const ROLE: Column = col("Role", role);

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
    let mut put = |key: &str, value: Value| fields.insert(key.into(), value);
    match key.as_str() {
        "links" => {}
        "flavor" | "configuration" | "replica_of" => {
            put(&key, get("id"));
        }
        "replicas" => {
            put(&key, joined(&value, |replica| replica.get("id")));
        }
        "ip" => {
            put(&key, joined(&value, Some));
        }
        "volume" => {
            // The official client prints only `used`: the others are newer.
            for part in ["used", "used_percent", "wal_size", "wal_archive_size"] {
                if value.get(part).is_some() {
                    put(&format!("volume_{part}"), get(part));
                }
            }
            put("volume", get("size"));
        }
        "datastore" => {
            put("datastore", get("type"));
            put("datastore_version", get("version"));
            put("datastore_version_number", get("version_number"));
        }
        "networks" => {
            put("networks", get("name"));
            put("networks_id", get("id"));
        }
        "fault" => {
            put("fault", get("message"));
            put("fault_date", get("created"));
            if value.get("details").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
                put("fault_details", get("details"));
            }
        }
        "access" => {
            put("public", value.get("is_public").cloned().unwrap_or(false.into()));
            put("allowed_cidrs", value.get("allowed_cidrs").cloned().unwrap_or(json!([])));
        }
        _ => {
            fields.insert(key, value);
        }
    }
}

fn joined<'v>(list: &'v Value, text: impl Fn(&'v Value) -> Option<&'v Value>) -> Value {
    let items = list.as_array().into_iter().flatten().filter_map(text).filter_map(Value::as_str);
    items.collect::<Vec<_>>().join(", ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_show_lifts_what_is_nested() {
        let object = json!({
            "id": "i", "links": [1], "flavor": {"id": "2"}, "volume": {"size": 2, "used": 0.1},
            "datastore": {"type": "mysql", "version": "8.0"}, "ip": ["192.0.2.1", "192.0.2.2"],
            "replicas": [{"id": "a"}, {"id": "b"}], "configuration": {"id": "c", "name": "cfg"},
            "fault": {"message": "m", "created": "t", "details": ""}, "access": {}, "novelty": 1,
        });
        let fields = fields(object.as_object().unwrap().clone());
        assert_eq!(
            Value::Object(fields),
            json!({
                "id": "i", "flavor": "2", "volume": 2, "volume_used": 0.1, "datastore": "mysql",
                "datastore_version": "8.0", "datastore_version_number": null, "ip": "192.0.2.1, 192.0.2.2",
                "replicas": "a, b", "configuration": "c", "fault": "m", "fault_date": "t",
                "public": false, "allowed_cidrs": [], "novelty": 1,
            })
        );
    }

    #[test]
    fn a_list_shows_dashes_roles_and_blanks_as_the_reference_does() {
        let cell = |object: Value, title: &str| {
            let object = object.as_object().unwrap().clone();
            LIST.iter().find(|column| column.title == title).unwrap().cell(&object)
        };
        assert_eq!(cell(json!({}), "Size"), "-");
        assert_eq!(cell(json!({"volume": {"size": 3}}), "Size"), 3);
        assert_eq!(cell(json!({"replicas": []}), "Role"), "primary");
        assert_eq!(cell(json!({"replica_of": {}}), "Role"), "replica");
        assert_eq!(cell(json!({}), "Public"), "");
        assert_eq!(cell(json!({"access": {}}), "Public"), false);
        assert_eq!(cell(json!({"operating_status": null}), "Operating Status"), Value::Null);
    }

    #[test]
    fn new_fields_of_the_volume_are_shown_beside_the_size() {
        let volume = json!({"size": 2, "used": 0.5, "used_percent": 25.0, "wal_size": 16, "wal_archive_size": 32});
        let Value::Object(object) = json!({"id": "i", "volume": volume}) else {
            panic!("an object")
        };
        let fields = fields(object);
        let expected = json!({"id": "i", "volume": 2, "volume_used": 0.5, "volume_used_percent": 25.0,
            "volume_wal_size": 16, "volume_wal_archive_size": 32});
        assert_eq!(Value::Object(fields), expected);
    }
}
