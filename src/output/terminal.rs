//! Output for a terminal: no foreign escape sequences, readable cells, colors by meaning.

use crate::output::python;
use comfy_table::Color;
use serde_json::Value;

/// The terminal that stdout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Columns; 0 if unknown, and then tables are as wide as they are.
    pub width: usize,
    /// Whether to color the status and to make titles bold.
    pub color: bool,
}

/// A nested value for people: lists joined by commas, addresses alone, `key=value` pairs.
pub(super) fn readable(value: &Value, pair_separator: &str) -> Option<String> {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let addresses: Option<Vec<_>> =
                items.iter().map(|item| item.get("address").map(inline)).collect();
            Some(match addresses {
                Some(addresses) => addresses.join(", "),
                None => items
                    .iter()
                    .map(inline)
                    .collect::<Vec<_>>()
                    .join(item_separator(pair_separator)),
            })
        }
        Value::Array(items) => Some(items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(_) => Some(pairs(value, pair_separator)),
        _ => None,
    }
}

/// Objects of a list need a stronger separator than the pairs inside them.
fn item_separator(pair_separator: &str) -> &'static str {
    if pair_separator == "\n" { "\n" } else { "; " }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(_) => pairs(value, ", "),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        _ => python::text(value).into_owned(),
    }
}

fn pairs(value: &Value, separator: &str) -> String {
    let pair = |(key, value): (&String, &Value)| match value {
        Value::Object(_) => format!("{key}={{{}}}", inline(value)),
        _ => format!("{key}={}", inline(value)),
    };
    value.as_object().into_iter().flatten().map(pair).collect::<Vec<_>>().join(separator)
}

/// The color of a status by its meaning; none for an idle or an unknown status.
pub(super) fn status_color(status: &str) -> Option<Color> {
    match status.to_ascii_uppercase().as_str() {
        "ACTIVE" | "HEALTHY" | "RUNNING" | "COMPLETED" | "RESTORED" | "AVAILABLE" => {
            Some(Color::DarkGreen)
        }
        "ERROR" | "FAILED" | "DELETE_FAILED" | "BLOCKED" | "CRASHED" | "UNHEALTHY" => {
            Some(Color::DarkRed)
        }
        "NEW" | "BUILD" | "BUILDING" | "SAVING" | "REBOOT" | "RESTARTING" | "RESIZE" | "BACKUP"
        | "RESTART_REQUIRED" | "PROMOTE" | "EJECT" | "UPGRADE" | "UPGRADING" | "DETACH"
        | "LOGGING" | "DELETING" | "SHUTTING_DOWN" => Some(Color::DarkYellow),
        _ => None,
    }
}

/// Returns whether a column or field of this name holds a status.
pub(super) fn is_status(name: &str) -> bool {
    matches!(crate::output::selection::normal(name).as_str(), "status" | "operating_status")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nested_values_are_readable() {
        let addresses =
            json!([{"address": "192.0.2.1", "type": "private"}, {"address": "192.0.2.4"}]);
        let others = json!([{"name": "a", "host": null}, {"name": "b"}]);
        for (value, separator, expected) in [
            (json!(["a", 1, null]), ", ", Some("a, 1, None")),
            (json!([]), ", ", Some("")),
            (addresses, ", ", Some("192.0.2.1, 192.0.2.4")),
            (others.clone(), ", ", Some("name=a, host=None; name=b")),
            (others, "\n", Some("name=a, host=None\nname=b")),
            (json!({"a": 1, "b": [1, 2]}), "\n", Some("a=1\nb=[1, 2]")),
            (json!({"a": {"b": true}}), ", ", Some("a={b=True}")),
            (json!("text"), ", ", None),
            (json!(null), ", ", None),
        ] {
            assert_eq!(readable(&value, separator).as_deref(), expected);
        }
    }

    #[test]
    fn a_status_is_colored_by_its_meaning() {
        assert_eq!(status_color("active"), Some(Color::DarkGreen));
        assert_eq!(status_color("DELETE_FAILED"), Some(Color::DarkRed));
        assert_eq!(status_color("BUILD"), Some(Color::DarkYellow));
        assert_eq!(status_color("SHUTDOWN"), None);
        assert!(is_status("Operating Status") && is_status("status") && !is_status("status_code"));
    }
}
