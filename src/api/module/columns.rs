//! What lists and shows print of modules.

use crate::api::module::{AppliedModule, Module, ModuleCount};
use crate::output::{Column, Tabular, key};

impl Tabular for Module {
    const COLUMNS: &'static [Column] = &[
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

    const FIELDS: &'static [&'static str] = &[
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
    ];
}

impl Tabular for ModuleCount {
    const COLUMNS: &'static [Column] = &[
        key("Module Name", &["module_name"]),
        key("Min Updated Date", &["min_updated_date"]),
        key("Max Updated Date", &["max_updated_date"]),
        key("Module MD5", &["module_md5"]),
        key("Current", &["current"]),
        key("Count", &["instance_count"]),
    ];
}

impl Tabular for AppliedModule {
    const COLUMNS: &'static [Column] = &[
        key("Name", &["name"]),
        key("Type", &["type"]),
        key("Datastore", &["datastore"]),
        key("Version", &["datastore_version"]),
        key("Status", &["status"]),
        key("Message", &["message"]),
        key("Created", &["created"]),
        key("Updated", &["updated"]),
    ];
}
