//! The networks of a cloud. Nothing here needs them, but other clients reject errors in them.

use crate::config::Setting;
use crate::config::layer::Layer;
use crate::{Error, Result};
use serde_json::{Value, json};

/// Merges `networks` and the two keys of its old spelling into one list.
pub(super) fn normalize(
    layer: &mut Layer,
    wrong: &dyn Fn(&str, &str) -> Error,
    deprecations: &mut Vec<String>,
) -> Result<()> {
    let given = |key: &str| layer.top.get(key).filter(|setting| !setting.value.is_null()).cloned();
    let listed = given("networks");
    let mut networks = match listed.as_ref().map(|setting| &setting.value) {
        None => Vec::new(),
        Some(Value::Array(entries)) => {
            entries.iter().map(|entry| network(entry, wrong)).collect::<Result<_>>()?
        }
        Some(_) => return Err(wrong("networks", "a list")),
    };
    let mut source = listed.as_ref().map(|setting| setting.source.clone());
    for key in ["external_network", "internal_network"] {
        let Some(setting) = given(key) else { continue };
        if listed.is_some() {
            return Err(wrong(key, "absent where there is 'networks'"));
        }
        let external = key.starts_with("external");
        deprecations.push(format!("'{key}' is deprecated: use an entry of 'networks'"));
        networks.push(json!({
            "name": setting.value, "routes_externally": external,
            "nat_destination": !external, "default_interface": external,
        }));
        source = Some(setting.source);
    }
    for key in ["nat_destination", "default_interface"] {
        if networks.iter().filter(|network| network.get(key) == Some(&Value::Bool(true))).count()
            > 1
        {
            return Err(wrong("networks", &format!("such that one entry at most has '{key}'")));
        }
    }
    if let Some(source) = source {
        layer.top.insert("networks".into(), Setting::new(networks.into(), source));
    }
    Ok(())
}

fn network(entry: &Value, wrong: &dyn Fn(&str, &str) -> Error) -> Result<Value> {
    let name = entry.get("name").filter(|name| !name.is_null() && **name != "");
    let name = name.ok_or_else(|| wrong("networks", "made of mappings with a 'name'"))?;
    let flag = |key: &str, otherwise: bool| match entry.get(key) {
        None => Ok(otherwise),
        Some(Value::Null) => Ok(false),
        Some(Value::Bool(value)) => Ok(*value),
        Some(Value::String(text)) => Ok(text.eq_ignore_ascii_case("true")),
        Some(_) => Err(wrong("networks", &format!("such that '{key}' is true or false"))),
    };
    let routes = flag("routes_externally", false)?;
    Ok(json!({
        "name": name,
        "routes_externally": routes,
        "nat_source": flag("nat_source", false)?,
        "nat_destination": flag("nat_destination", false)?,
        "default_interface": flag("default_interface", false)?,
        "routes_ipv4_externally": flag("routes_ipv4_externally", routes)?,
        "routes_ipv6_externally": flag("routes_ipv6_externally", routes)?,
    }))
}
