//! The columns of lists of flavors, and the fields of a flavor.

use crate::json::{Object, at};
use crate::output::{Column, Fields, col, key};
use serde_json::Value;

/// The columns of a list.
pub(super) const LIST: &[Column] = &[
    col("ID", id),
    key("Name", &["name"]),
    key("RAM", &["ram"]),
    key("vCPUs", &["vcpus"]),
    key("Disk", &["disk"]),
    key("Ephemeral", &["ephemeral"]),
];

/// The fields of a flavor.
pub(super) const SHOW: Fields = Fields::made_by(
    &["disk", "ephemeral", "id", "local_storage", "name", "ram", "vcpus"],
    |mut object| {
        object.insert("id".into(), id(&object));
        object.shift_remove("str_id");
        object.shift_remove("links");
        object
    },
);

/// Returns the ID: a number where it is one, else `str_id`.
fn id(object: &Object) -> Value {
    let own = at(object, &["id"]).filter(|id| !id.is_null() && **id != 0 && **id != "");
    own.or_else(|| at(object, &["str_id"])).cloned().unwrap_or_else(|| "".into())
}
