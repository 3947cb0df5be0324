//! The columns of lists of users and of their databases, and the fields of a user.

use crate::json::Object;
use crate::output::{Column, Fields, col, key};
use serde_json::Value;

/// The columns of a list of users.
pub(super) const LIST: &[Column] =
    &[key("Name", &["name"]), key("Host", &["host"]), col("Databases", databases)];

/// The columns of a list of the databases that a user has access to.
pub(super) const ACCESS: &[Column] = &[key("Name", &["name"])];

/// The fields of a user.
pub(super) const SHOW: Fields = Fields::new(&["databases", "host", "name"]);

/// Joins the names of a user's databases.
fn databases(user: &Object) -> Value {
    let databases = user.get("databases").and_then(Value::as_array);
    let names = databases.into_iter().flatten().filter_map(|d| d.get("name")?.as_str());
    names.collect::<Vec<_>>().join(", ").into()
}
