//! The columns of lists of the instances of all projects, and the fields of an instance and its reports.

use crate::cli::commands::instance::columns;
use crate::json::{Object, at};
use crate::output::{Column, Fields, key};

/// The columns of the list of instances: their servers and tasks.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Project ID", &["tenant_id"]),
    key("Datastore Version", &["datastore", "version"]),
    key("Status", &["status"]),
    key("Service Status", &["service_status"]),
    key("Task", &["task_description"]),
    key("Host", &["server", "host"]),
    key("Server ID", &["server_id"]),
    key("Updated", &["updated"]),
    key("Deleted At", &["deleted_at"]),
];

/// The fields of an instance.
pub(super) const SHOW: Fields = Fields::made_by(FIELDS, fields);

/// The resource usage of a guest agent, whose fields are chosen by the agent.
pub(super) const DIAGNOSTICS: Fields = Fields::new(&[]);

/// The hardware of a server, whose fields are chosen by the guest agent.
pub(super) const HARDWARE: Fields = Fields::new(&[]);

/// The fields of the root history.
pub(super) const ROOT_HISTORY: Fields = Fields::new(&["enabled", "id", "user"]);

const FIELDS: &[&str] = &[
    "addresses",
    "allowed_cidrs",
    "cluster_id",
    "configuration",
    "created",
    "datastore",
    "datastore_version",
    "datastore_version_number",
    "deleted",
    "deleted_at",
    "encrypted_rpc_messaging",
    "fault",
    "fault_date",
    "fault_details",
    "flavor",
    "guest_status",
    "hostname",
    "id",
    "ip",
    "local_storage",
    "locality",
    "name",
    "networks",
    "networks_id",
    "operating_status",
    "public",
    "region",
    "replica_of",
    "replicas",
    "root_enabled",
    "root_enabled_by",
    "server_addresses",
    "server_host",
    "server_id",
    "server_name",
    "server_status",
    "service_status",
    "service_status_updated",
    "shard_id",
    "status",
    "task_description",
    "tenant_id",
    "updated",
    "volume",
    "volume_availability_zone",
    "volume_id",
    "volume_status",
    "volume_total",
    "volume_used",
    "volume_used_percent",
    "volume_wal_archive_size",
    "volume_wal_size",
];

/// Makes the fields of any instance, and adds fields from its server, volume and guest agent.
fn fields(mut object: Object) -> Object {
    let mut lifted = Object::new();
    for (name, path) in [
        ("guest_status", &["guest_status", "state_description"]),
        ("server_addresses", &["server", "addresses"]),
        ("server_host", &["server", "host"]),
        ("server_name", &["server", "name"]),
        ("server_status", &["server", "status"]),
        ("volume_availability_zone", &["volume", "availability_zone"]),
        ("volume_status", &["volume", "status"]),
        ("volume_total", &["volume", "total"]),
    ] {
        if let Some(value) = at(&object, path) {
            lifted.insert(name.to_owned(), value.clone());
        }
    }
    object.shift_remove("server");
    object.shift_remove("guest_status");
    let mut fields = columns::SHOW.of(object);
    fields.extend(lifted);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_deleted_instance_is_shown_though_much_of_it_is_gone() {
        let Value::Object(object) = json!({
            "id": "i", "name": "old", "tenant_id": "p", "status": "SHUTDOWN", "operating_status": "",
            "datastore": {"type": null, "version": null}, "volume": {"id": "v"}, "server": {"id": "s"},
            "server_id": "s", "service_status": "DELETED", "deleted": true, "deleted_at": "2026-11-21T05:00:00",
            "guest_status": {"state_description": "deleted"}, "task_description": "No tasks for the instance."
        }) else {
            panic!("an object")
        };
        let fields = fields(object);
        assert_eq!(fields["guest_status"], "deleted");
        assert_eq!(fields["datastore"], Value::Null);
        assert!(!fields.contains_key("server") && !fields.contains_key("server_host"));
    }
}
