//! The regions of a cloud, and the selected one.

use crate::config::clouds::Clouds;
use crate::config::layer::Layer;
use crate::config::{Setting, Source};
use crate::{Error, Result};
use serde_json::{Map, Value};

/// A region, with its own settings.
#[derive(Clone, PartialEq)]
pub(super) struct Region {
    pub(super) name: String,
    /// The source of the list of regions.
    pub(super) source: Source,
    pub(super) values: Map<String, Value>,
}

/// Selects a region: the wanted one, which must be listed if the cloud has a list; else the first, with
/// a warning if there are others.
pub(super) fn choose(
    clouds: &Clouds,
    cloud: &str,
    layer: &Layer,
    profile: Option<&Layer>,
    wanted: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Region> {
    let mut known = known(clouds, cloud, layer)?;
    if known.is_empty()
        && let Some(profile) = profile
    {
        known = self::known(clouds, cloud, profile)?;
    }
    let Some(wanted) = wanted else {
        if let [first, _, ..] = known.as_slice() {
            warnings.push(format!(
                "no region is selected: using '{}', the first of {} of cloud '{cloud}'",
                first.name,
                names(&known)
            ));
        }
        return Ok(known.into_iter().next().unwrap_or_else(|| Region::new("", Source::Default)));
    };
    if known.is_empty() {
        return Ok(Region::new(wanted, Source::Default));
    }
    let listed = names(&known);
    known.into_iter().find(|region| region.name == wanted).ok_or_else(|| {
        Error::config(format!("cloud '{cloud}' has no region '{wanted}'"))
            .with_hint(format!("the regions are {listed}; upper and lower case differ"))
    })
}

fn names(regions: &[Region]) -> String {
    regions.iter().map(|region| format!("'{}'", region.name)).collect::<Vec<_>>().join(", ")
}

impl Region {
    fn new(name: impl Into<String>, source: Source) -> Self {
        Self { name: name.into(), source, values: Map::new() }
    }
}

fn known(clouds: &Clouds, cloud: &str, layer: &Layer) -> Result<Vec<Region>> {
    // An empty name, as of a variable that is set to nothing, is none.
    let is_given = |setting: &&Setting| !setting.value.is_null() && setting.value != "";
    let given = |key: &str| layer.top.get(key).filter(is_given);
    if let Some(Setting { value, source }) = given("regions") {
        let Value::Array(regions) = value else {
            return Err(clouds.invalid_value(cloud, "regions", "a list"));
        };
        let region = |entry| region(clouds, cloud, "regions", entry, source);
        return regions.iter().map(region).collect();
    }
    let Some(Setting { value, source }) = given("region_name").or_else(|| given("region-name"))
    else {
        return Ok(Vec::new());
    };
    let region = |entry| region(clouds, cloud, "region_name", entry, source);
    match value {
        Value::Array(names) => names.iter().map(region).collect(),
        Value::String(names) => {
            Ok(names.split(',').map(|name| Region::new(name, source.clone())).collect())
        }
        other => Ok(vec![region(other)?]),
    }
}

fn region(
    clouds: &Clouds,
    cloud: &str,
    key: &str,
    entry: &Value,
    source: &Source,
) -> Result<Region> {
    let named = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let wrong = || {
        clouds.invalid_value(
            cloud,
            key,
            "made of names, or of mappings with 'name' and 'values' only",
        )
    };
    let Value::Object(fields) = entry else {
        let name = named(entry).ok_or_else(|| match key {
            // A likely cause is `region_name: NO`, which YAML reads as a boolean.
            "region_name" => clouds.invalid_value(cloud, key, "a text: write it in quotes"),
            _ => wrong(),
        })?;
        return Ok(Region::new(name, source.clone()));
    };
    if fields.keys().any(|field| field != "name" && field != "values") {
        return Err(wrong());
    }
    let name = fields.get("name").and_then(named).ok_or_else(wrong)?;
    let values = match fields.get("values") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(values)) => values.clone(),
        Some(_) => return Err(wrong()),
    };
    Ok(Region { name, source: source.clone(), values })
}
