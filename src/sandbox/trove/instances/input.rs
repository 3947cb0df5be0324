//! Parts of requests for new instances and clusters, read and checked.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::python::is_truthy;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::record::Record;
use crate::sandbox::state::seed;
use crate::sandbox::trove::instances::configuration;
use crate::sandbox::trove::model::configuration::group::Group;
use crate::sandbox::trove::model::datastore;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::quota::MAX_VOLUME;
use serde_json::Value;

const LOCALITIES: &[&str] = &["affinity", "soft-affinity", "anti-affinity", "soft-anti-affinity"];

/// Returns a text of the request.
pub(crate) fn text<'v>(input: &'v Value, key: &str) -> Option<&'v str> {
    input.get(key)?.as_str()
}

/// Returns whether a key has a value that is true in Python.
pub(crate) fn is_set(input: &Value, key: &str) -> bool {
    input.get(key).is_some_and(is_truthy)
}

/// Returns the ID in a reference, which can be a URL.
pub(crate) fn id_of(reference: &Value) -> String {
    let text = reference.as_str().map_or_else(|| reference.to_string(), str::to_owned);
    text.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Returns the size of a volume, which can be a number or text.
pub(crate) fn size_of(volume: &Value) -> Option<i64> {
    let size = volume.get("size")?;
    size.as_i64().or_else(|| size.as_str()?.parse().ok())
}

/// Finds the version that the request describes as `datastore`.
pub(crate) fn version(call: &Call<'_>, input: &Value) -> Result<Version, Refusal> {
    let datastore = input.get("datastore");
    let known = ["type", "version", "version_number", "return_inactive"];
    let unknown = datastore
        .and_then(Value::as_object)
        .and_then(|fields| fields.keys().find(|key| !known.contains(&key.as_str())));
    if let Some(key) = unknown {
        return Err(call.crash(format!("Unknown key '{key}' in datastore.")));
    }
    datastore::choose(call, datastore, false)
}

pub(crate) fn check_locality(input: &Value) -> Result<(), Refusal> {
    match text(input, "locality").filter(|locality| !LOCALITIES.contains(locality)) {
        None => Ok(()),
        Some(locality) => Err(Refusal::bad_request(format!(
            "Invalid locality '{locality}'. Must be one of ['{}']",
            LOCALITIES.join("', '")
        ))),
    }
}

pub(crate) fn check_region(input: &Value) -> Result<(), Refusal> {
    match text(input, "region_name").filter(|region| *region != seed::REGION) {
        None => Ok(()),
        Some(region) => Err(Refusal::bad_request(format!(
            "Endpoint not found for service_type=database, endpoint_type=publicURL, endpoint_region={region}."
        ))),
    }
}

pub(crate) fn flavor(
    call: &Call<'_>,
    input: &Value,
    source: Option<&Instance>,
) -> Result<Flavor, Refusal> {
    let id = match (source, input.get("flavorRef")) {
        (Some(source), _) => source.flavor.clone(),
        (None, Some(reference)) => id_of(reference),
        (None, None) => "None".into(),
    };
    // 400, because the class of the exception is not in the server's map (docs/server-behaviour.md 27).
    Flavor::by_id(call.db, &id)?
        .ok_or_else(|| Refusal::bad_request(format!("Resource {id} cannot be found.")))
}

/// Refuses volumes that are larger than the service allows.
pub(crate) fn check_size(size: i64) -> Result<i64, Refusal> {
    if size > MAX_VOLUME {
        return Err(Refusal::over_limit(format!(
            "Volume 'size' cannot exceed maximum of {MAX_VOLUME} GB, {size} cannot be accepted."
        )));
    }
    Ok(size)
}

/// Finds the ID of the configuration group of the request, or else of the source.
pub(crate) fn configuration(
    call: &Call<'_>,
    input: &Value,
    source: Option<&Instance>,
) -> Result<Option<String>, Refusal> {
    let requested =
        input.get("configuration").filter(|_| is_set(input, "configuration")).map(id_of);
    let Some(id) = requested else {
        return Ok(source.and_then(|source| source.configuration.clone()));
    };
    if Group::find(call, &id)?.is_some() {
        return Ok(Some(id));
    }
    if call.settings.quirks.unknown_configuration_crashes() {
        return Err(Refusal::Crash);
    }
    Err(configuration::group_not_found(&id))
}

/// Lists the IDs of the modules of the request.
pub(crate) fn module_ids(input: &Value) -> Vec<&str> {
    let modules = input.get("modules").and_then(Value::as_array);
    modules.into_iter().flatten().filter_map(|module| text(module, "id")).collect()
}
