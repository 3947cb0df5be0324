//! The columns of lists of datastore versions, and the fields of a version, as administrators see them.

use crate::json::Object;
use crate::output::{Column, Fields, col, key};
use serde_json::Value;

/// The columns of the list of versions.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Version", &["version"]),
    key("Datastore", &["datastore_name"]),
    key("Manager", &["datastore_manager"]),
    key("Active", &["active"]),
    key("Default", &["default"]),
    key("Image", &["image"]),
    col("Image Tags", |object| list_of(object, "image_tags")),
    col("Packages", |object| list_of(object, "packages")),
];

/// The fields of a version.
pub(super) const SHOW: Fields = Fields::made_by(FIELDS, fields);

const FIELDS: &[&str] = &[
    "active",
    "datastore_id",
    "datastore_manager",
    "datastore_name",
    "default",
    "id",
    "image",
    "image_tags",
    "name",
    "packages",
    "registry_ext",
    "repl_strategy",
    "version",
];

fn fields(mut object: Object) -> Object {
    for key in ["image_tags", "packages"] {
        if object.contains_key(key) {
            object.insert(key.to_owned(), list_of(&object, key));
        }
    }
    object
}

/// Returns a list of texts; the service sends an empty list as one empty text
/// (trove/extensions/mgmt/datastores/views.py).
fn list_of(object: &Object, key: &str) -> Value {
    let texts = object.get(key).and_then(Value::as_array).into_iter().flatten();
    texts.filter(|text| *text != "").cloned().collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test] // docs/server-behaviour.md 59
    fn no_tags_and_no_packages_are_empty_lists() {
        let Value::Object(object) = json!({"id": "v", "name": "8.0", "version": "8.0",
            "datastore_id": "d", "datastore_name": "mysql", "datastore_manager": "mysql",
            "image": "", "image_tags": [""], "packages": [""], "active": true})
        else {
            panic!("an object")
        };
        let fields = fields(object);
        assert_eq!((&fields["image_tags"], &fields["packages"]), (&json!([]), &json!([])));
    }
}
