//! The columns of lists of modules, and the fields of a module.

use crate::output::{Column, Fields, key};

/// The columns of a list of modules.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Type", &["type"]),
    key("Datastore", &["datastore"]),
    key("Version", &["datastore_version"]),
    key("Auto Apply", &["auto_apply"]),
    key("Priority", &["priority_apply"]),
    key("Order", &["apply_order"]),
    key("Admin", &["is_admin"]),
    key("Tenant", &["tenant"]),
    key("Visible", &["visible"]),
];

/// The fields of a module.
pub(super) const SHOW: Fields = Fields::new(&[
    "apply_order",
    "auto_apply",
    "created",
    "datastore",
    "datastore_id",
    "datastore_version",
    "datastore_version_id",
    "description",
    "id",
    "instance_count",
    "is_admin",
    "live_update",
    "md5",
    "name",
    "priority_apply",
    "tenant",
    "tenant_id",
    "type",
    "updated",
    "visible",
]);

/// The columns of a list of the modules of an instance.
pub(super) const LIST_INSTANCE: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Type", &["type"]),
    key("Md5", &["md5"]),
    key("Created", &["created"]),
    key("Updated", &["updated"]),
];

/// The columns of a count of instances by the contents of a module.
pub(super) const INSTANCE_COUNT: &[Column] = &[
    key("Module Name", &["module_name"]),
    key("Min Updated Date", &["min_updated_date"]),
    key("Max Updated Date", &["max_updated_date"]),
    key("Module MD5", &["module_md5"]),
    key("Current", &["current"]),
    key("Count", &["instance_count"]),
];

/// The columns of a list of modules that the guest agent reports.
pub(super) const QUERY: &[Column] = &[
    key("Name", &["name"]),
    key("Type", &["type"]),
    key("Datastore", &["datastore"]),
    key("Version", &["datastore_version"]),
    key("Status", &["status"]),
    key("Message", &["message"]),
    key("Created", &["created"]),
    key("Updated", &["updated"]),
];

/// The columns of a list of modules that the guest agent has applied: its report, without the times.
pub(super) const APPLY: &[Column] = match QUERY {
    [report @ .., _created, _updated] => report,
    _ => QUERY,
};
