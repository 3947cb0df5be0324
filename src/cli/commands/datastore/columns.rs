//! The columns of lists of datastores, and the fields of a datastore.

use crate::json::Object;
use crate::output::{Column, Fields, key};
use serde_json::Value;

/// The columns of a list.
pub(super) const LIST: &[Column] = &[key("ID", &["id"]), key("Name", &["name"])];

/// The fields of a datastore.
pub(super) const SHOW: Fields =
    Fields::made_by(&["default_version", "id", "name", "versions (id)"], fields);

/// Turns `versions` into lines of `name (id)`, and the default version into its name.
fn fields(mut object: Object) -> Object {
    let versions = object.shift_remove("versions");
    let versions = versions.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |version: &Value, key: &str| {
        version.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let lines: Vec<String> =
        versions.iter().map(|v| format!("{} ({})", text(v, "name"), text(v, "id"))).collect();
    // An inactive default is not among the versions: only its ID is known.
    if let Some(default) = object.get_mut("default_version")
        && let Some(version) = versions.iter().find(|version| version.get("id") == Some(&*default))
    {
        *default = text(version, "name").into();
    }
    object.shift_remove("links");
    object.insert("versions (id)".into(), lines.join("\n").into());
    object
}
