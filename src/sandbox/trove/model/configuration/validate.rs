//! The check of a configuration group's values against the parameters.

use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::configuration::parameter::Parameter;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use rusqlite::Connection;
use serde_json::{Map, Value};

/// Refuses values that the parameters do not allow (trove/configuration/service.py,
/// `_validate_configuration`).
pub(crate) fn check(
    db: &Connection,
    version: &Version,
    values: &Map<String, Value>,
) -> Result<(), Refusal> {
    let datastore = Datastore::of(db, version)?.name;
    let parameters = Parameter::all(db, &version.id)?;
    if parameters.is_empty() {
        return Err(Refusal::unprocessable(format!(
            "Configuration groups are not supported for this datastore: {datastore} {}",
            version.name
        )));
    }
    for (key, value) in values {
        let Some(parameter) = parameters.iter().find(|known| known.name.eq_ignore_ascii_case(key))
        else {
            return Err(Refusal::unprocessable(format!(
                "The configuration parameter {key} is not supported for this datastore: {datastore} {}.",
                version.name
            )));
        };
        check_type(key, value, &parameter.data_type)?;
        check_range(key, value, parameter)?;
    }
    Ok(())
}

fn check_type(key: &str, value: &Value, data_type: &str) -> Result<(), Refusal> {
    let fits = match data_type {
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        // In Python, `True` is an integer.
        "integer" => value.is_i64() || value.is_u64() || value.is_boolean(),
        "float" => value.is_f64(),
        _ => {
            return Err(Refusal::bad_request(
                "Invalid or unsupported type defined in the configuration-parameters configuration file.",
            ));
        }
    };
    if fits {
        return Ok(());
    }
    Err(Refusal::unprocessable(format!(
        "The value provided for the configuration parameter {key} is not of type {data_type}."
    )))
}

fn check_range(key: &str, value: &Value, parameter: &Parameter) -> Result<(), Refusal> {
    let Some(number) = value.as_number().and_then(|number| number.to_string().parse::<i128>().ok())
    else {
        return Ok(());
    };
    let limit = |limit: &Option<String>| limit.as_ref().and_then(|limit| limit.parse().ok());
    if let Some(min) = limit(&parameter.min).filter(|min| number < *min) {
        return Err(Refusal::unprocessable(format!(
            "The value for the configuration parameter {key} is less than the minimum allowed: {min}"
        )));
    }
    if let Some(max) = limit(&parameter.max).filter(|max| number > *max) {
        return Err(Refusal::unprocessable(format!(
            "The value for the configuration parameter {key} is greater than the maximum allowed: {max}"
        )));
    }
    Ok(())
}
