//! The mask that the service shows instead of values that look like secrets.

use crate::json::Object;
use crate::{Error, Hint};
use serde_json::Value;

/// The mask of a secret (trove/configuration/views.py, `mask_dict_password`).
const MASK: &str = "***";

/// Returns whether the service has masked the value, or a part of it.
pub(super) fn is_masked(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains(MASK))
}

/// Returns the names of the `values` that are copies of masked values of `now`. In other values, stars
/// are ordinary characters.
pub(super) fn copied<'v>(values: &'v Object, now: &Object) -> Vec<&'v str> {
    let copied = values
        .iter()
        .filter(|(key, value)| is_masked(value) && now.get(*key).is_some_and(is_masked));
    copied.map(|(key, _)| key.as_str()).collect()
}

/// The error that these values cannot be sent, because the service masks them.
pub(super) fn hidden(keys: &[&str], configuration: Option<&str>) -> Error {
    let keys: Vec<_> = keys.iter().map(|key| format!("'{key}'")).collect();
    let keys = keys.join(", ");
    Error::invalid(format!(
        "the service hides the value of {keys}, and would store '{MASK}' instead"
    ))
    .with_hint(Hint::HiddenValues { configuration: configuration.map(str::to_owned) })
}
