//! The columns of lists of configuration parameters, and the fields of a parameter.

use crate::json::Object;
use crate::output::{Column, Fields, col, key};
use serde_json::Value;

/// The columns of the list of parameters, for administrators too.
pub(in crate::cli::commands) const LIST: &[Column] = &[
    key("Name", &["name"]),
    key("Type", &["type"]),
    col("Min Size", |object| limit(object, ["min", "min_size"])),
    col("Max Size", |object| limit(object, ["max", "max_size"])),
    key("Restart Required", &["restart_required"]),
];

/// The fields of a parameter.
pub(super) const SHOW: Fields = Fields::made_by(
    &["datastore_version_id", "max", "min", "name", "restart_required", "type"],
    |parameter| parameter,
);

/// Returns a limit, or a dash if there is none.
fn limit(object: &Object, names: [&str; 2]) -> Value {
    names.iter().find_map(|name| object.get(*name)).cloned().unwrap_or_else(|| "-".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cells(parameter: &Value) -> Vec<Value> {
        LIST.iter().map(|column| column.cell(parameter.as_object().unwrap())).collect()
    }

    #[test] // docs/server-behaviour.md 57
    fn limits_may_be_missing() {
        let integer = json!({"name": "a", "type": "integer", "restart_required": true, "max": u64::MAX, "min": 0});
        let text = json!({"name": "b", "type": "string", "restart_required": false});
        assert_eq!(
            cells(&integer),
            [json!("a"), json!("integer"), json!(0), json!(u64::MAX), json!(true)]
        );
        assert_eq!(cells(&text)[2..4], [json!("-"), json!("-")]);
    }
}
