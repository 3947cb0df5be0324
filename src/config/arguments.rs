//! Settings from options, and from their variables.

use crate::config::key::Key;
use crate::config::lookup::Lookup;
use crate::config::options::{OPTIONS, OptionSpec, option};
use crate::config::setting::{Setting, Source};
use crate::{Error, Result};
use std::collections::BTreeMap;

/// Returns the settings from the options, and from their variables.
pub(super) fn arguments(lookup: &Lookup) -> Result<BTreeMap<String, Setting>> {
    if let Some(key) = lookup.options.keys().find(|key| option(**key).is_none()) {
        return Err(Error::invalid(format!("there is no option for '{key}'")));
    }
    let mut arguments = BTreeMap::new();
    for option in OPTIONS.iter().filter(|option| option.key != Key::Cloud) {
        if let Some(setting) = argument(lookup, option)? {
            arguments.insert(option.sets.name().to_owned(), setting);
        }
    }
    let switches = [Key::Verify, Key::Insecure];
    if switches.iter().all(|key| arguments.contains_key(key.name())) {
        let [verify, insecure] = switches.map(|key| option(key).map(OptionSpec::flag));
        let (verify, insecure) = (verify.unwrap_or_default(), insecure.unwrap_or_default());
        return Err(Error::invalid(format!("{verify} and {insecure} exclude each other")));
    }
    for (key, value) in [(Key::DefaultDomain, "default"), (Key::DatabaseApiVersion, "1")] {
        let default = || Setting::new(value.into(), Source::Default);
        arguments.entry(key.name().to_owned()).or_insert_with(default);
    }
    Ok(arguments)
}

fn argument(lookup: &Lookup, option: &OptionSpec) -> Result<Option<Setting>> {
    if let Some(value) = lookup.options.get(&option.key).filter(|value| !value.is_empty()) {
        if !option.choices.is_empty() && !option.choices.contains(&value.as_str()) {
            return Err(Error::invalid(format!(
                "{} cannot be '{value}': use one of {}",
                option.flag(),
                option.choices.join(", ")
            )));
        }
        let source = Source::Option(option.flag());
        if option.value.is_some() {
            return Ok(Some(Setting::new(value.as_str().into(), source)));
        }
        return Ok((value == "true").then(|| Setting::new(true.into(), source)));
    }
    let mut variables = option.env.iter().filter_map(|name| Some((*name, lookup.env.get(name)?)));
    Ok(variables
        .next()
        .map(|(name, value)| Setting::new(value.into(), Source::Env(name.to_owned()))))
}
