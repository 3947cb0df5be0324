//! Refuses names, descriptions and values that the service would refuse.

use crate::json::Object;
use crate::{Error, Result};
use serde_json::Value;

pub(super) fn check_text(what: &str, text: &str) -> Result<()> {
    // trove/common/apischema.py, `non_empty_string`.
    if text.chars().any(|c| c.is_ascii_alphanumeric()) && text.chars().count() <= 255 {
        return Ok(());
    }
    let hint = format!("{what} has 1 to 255 characters, with a letter or a digit among them");
    Err(Error::invalid(format!("'{text}' is not {what} for a configuration")).with_hint(hint))
}

pub(super) fn check_description(description: Option<&str>) -> Result<()> {
    description.map_or(Ok(()), |text| check_text("a description", text))
}

/// Refuses values of types that no parameter has (trove/configuration/service.py, `_find_type`).
pub(super) fn check_values(values: &Object) -> Result<()> {
    match values
        .iter()
        .find(|(_, value)| matches!(value, Value::Null | Value::Array(_) | Value::Object(_)))
    {
        Some((key, _)) => Err(Error::invalid(format!(
            "the value of '{key}' is not a number, text, true or false"
        ))),
        None => Ok(()),
    }
}

/// The names of values, to show them in the debug output without what may be secret.
pub(super) fn names(values: &Object) -> Vec<&String> {
    values.keys().collect()
}
