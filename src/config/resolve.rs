//! Merges defaults, profile, cloud, region and options, in this order.

use crate::config::arguments::arguments;
use crate::config::auth_settings::{collect_auth, set_auth_type};
use crate::config::clouds::Clouds;
use crate::config::key::Key;
use crate::config::layer::Layer;
use crate::config::lookup::Lookup;
use crate::config::region::Region;
use crate::config::setting::{Setting, Source};
use crate::config::settings::Settings;
use crate::config::{fixups, networks, region, template};
use crate::http::redact;
use crate::secret::is_secret;
use crate::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

impl Settings {
    /// Reads settings from the files, the environment and the options.
    ///
    /// Missing settings are not an error here, but in [`Session::new`](crate::auth::Session::new).
    ///
    /// # Errors
    /// [`Error::Config`] if the cloud, the region or the auth type does not
    /// exist, or a value has the wrong form. [`Error::Invalid`] if options
    /// contradict each other.
    pub fn load(lookup: &Lookup) -> Result<Self> {
        Self::from_clouds(lookup, &Clouds::read(lookup)?)
    }

    /// Reads settings from files that have been read already, the environment and the options.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_clouds(lookup: &Lookup, clouds: &Clouds) -> Result<Self> {
        let selected = clouds.select(lookup)?;
        let name = selected.as_deref().unwrap_or_default();
        let mut warnings = clouds.warnings().to_vec();
        let arguments = arguments(lookup)?;
        let mut cloud = clouds.layer(name)?;
        let mut deprecations = deprecations(clouds, name, &cloud);
        let profile = profile(lookup, clouds, name, &cloud, &mut warnings)?;
        let wanted = arguments.get(Key::RegionName.name()).and_then(Setting::text);
        let wanted = wanted.as_deref();
        let region = region::choose(clouds, name, &cloud, profile.as_ref(), wanted, &mut warnings)?;
        for key in [Key::Cloud, Key::Regions] {
            cloud.top.remove(key.name());
        }

        let mut layer = defaults(&arguments);
        if let Some(mut profile) = profile {
            profile.top.remove(Key::Regions.name());
            layer.overlay(profile);
        }
        layer.overlay(cloud);
        layer.overlay(region_values(clouds, name, &region)?);
        layer.overlay(Layer { top: arguments, auth: BTreeMap::new() });
        set_region(&mut layer, region);

        let wrong = |key: &str, wanted: &str| clouds.invalid_value(name, key, wanted);
        networks::normalize(&mut layer, &wrong, &mut deprecations)?;
        fixups::apply(&mut layer, &wrong)?;
        expand_auth_url(&mut layer)?;
        let layer = fixups::normalize(layer);
        let (layer, dropped) = set_auth_type(layer);
        warnings.extend(dropped);
        let mut layer = collect_auth(layer, name)?;
        let ignored = [ignored_name(&layer), ignored_ca(&layer), ignored_endpoint(&layer)];
        warnings.extend(ignored.into_iter().flatten());
        expand_all(&mut layer)?;
        check_version(&layer)?;
        let cloud_note = clouds.note(lookup, selected.as_deref());
        let [config_file, secure_file] = clouds.main_files().map(|file| file.map(Path::to_owned));
        Ok(Self {
            cloud: selected,
            top: layer.top,
            auth: layer.auth,
            sections: ["cache", "client", "trove"]
                .into_iter()
                .filter_map(|key| Some((key.to_owned(), clouds.section(key)?.clone())))
                .collect(),
            config_file,
            secure_file,
            files: clouds.files().map(Path::to_owned).collect(),
            standings: clouds.standings().map(|(path, how)| (path.to_owned(), how)).collect(),
            unused: clouds.unused_files().to_vec(),
            warnings,
            deprecations,
            cloud_note,
            home: lookup.env.home(),
        })
    }
}

fn defaults(arguments: &BTreeMap<String, Setting>) -> Layer {
    // With both a token and an endpoint Keystone is not needed.
    let fixed = [Key::Endpoint, Key::Token].iter().all(|key| arguments.contains_key(key.name()));
    let auth_type = if fixed { "admin_token" } else { "password" };
    let mut layer = Layer::default();
    for (key, value) in [
        (Key::AuthType, Value::from(auth_type)),
        (Key::Interface, "public".into()),
        (Key::Verify, true.into()),
    ] {
        layer.set(key, Setting::new(value, Source::Default));
    }
    layer
}

/// Returns a line for each deprecated spelling in a cloud.
fn deprecations(clouds: &Clouds, name: &str, cloud: &Layer) -> Vec<String> {
    let value = |key: Key| cloud.get(key).map(|setting| &setting.value);
    let mut deprecations = Vec::new();
    if value(Key::Cloud).is_some() && clouds.environment() != Some(name) {
        deprecations.push(format!("cloud '{name}': 'cloud' is the old spelling of 'profile'"));
    }
    let listed = match value(Key::RegionName) {
        Some(Value::String(names)) => names.contains(','),
        Some(Value::Array(_)) => true,
        _ => false,
    };
    if listed && value(Key::Regions).is_none() {
        deprecations
            .push(format!("cloud '{name}': several names in 'region_name' belong in 'regions'"));
    }
    deprecations
}

fn profile(
    lookup: &Lookup,
    clouds: &Clouds,
    cloud: &str,
    layer: &Layer,
    warnings: &mut Vec<String>,
) -> Result<Option<Layer>> {
    let name =
        layer.text(Key::Profile).or_else(|| layer.text(Key::Cloud)).filter(|name| !name.is_empty());
    // The name of the environment's cloud gets there by accident. It is not a profile.
    let Some(name) = name.filter(|name| clouds.environment() != Some(name)) else {
        return Ok(None);
    };
    let profile = clouds.profile(lookup, cloud, &name, warnings)?;
    if profile.is_none() {
        let name = redact::url(&name);
        warnings.push(format!("the vendor profile '{name}' of cloud '{cloud}' is unknown"));
    }
    Ok(profile)
}

fn region_values(clouds: &Clouds, cloud: &str, region: &Region) -> Result<Layer> {
    let source = match &region.source {
        Source::File { path } | Source::Secure { path } => {
            Source::Region { name: region.name.clone(), path: path.clone() }
        }
        other => other.clone(),
    };
    clouds.layer_of(cloud, &region.values, |_| source.clone())
}

/// Replaces the list of regions by the selected one.
fn set_region(layer: &mut Layer, region: Region) {
    let source = match layer.get(Key::RegionName) {
        Some(setting) => setting.source.clone(),
        None => region.source,
    };
    layer.set(Key::RegionName, Setting::new(region.name.into(), source));
}

/// Returns a warning if a project's name is ignored because another source has its ID.
fn ignored_name(layer: &Layer) -> Option<String> {
    let (id, name) =
        (layer.auth.get(Key::ProjectId.name())?, layer.auth.get(Key::ProjectName.name())?);
    (id.source != name.source).then(|| {
        format!(
            "project_name from {} is not used: project_id from {} goes before it",
            name.source, id.source
        )
    })
}

/// Returns a warning if a CA is ignored because certificates are not checked.
fn ignored_ca(layer: &Layer) -> Option<String> {
    let off = |key: Key, value: bool| {
        layer.get(key).filter(|setting| setting.value == Value::Bool(value))
    };
    let (cacert, why) =
        (layer.get(Key::CaCert)?, off(Key::Insecure, true).or(off(Key::Verify, false))?);
    cacert.is_given().then(|| {
        format!(
            "cacert from {} is not used: certificates are not checked, by {}",
            cacert.source, why.source
        )
    })
}

/// Returns a warning if there is an address for all services, which is ignored.
fn ignored_endpoint(layer: &Layer) -> Option<String> {
    let source = &layer.get(Key::EndpointOverride)?.source;
    let [key, used] = [Key::EndpointOverride, Key::DatabaseEndpointOverride];
    Some(format!("'{key}' from {source} is not used: '{used}' is"))
}

fn expand_auth_url(layer: &mut Layer) -> Result<()> {
    let Layer { top, auth } = layer;
    for key in ["auth_url", "auth-url"] {
        if let Some(setting) = auth.get_mut(key) {
            expand(key, setting, |name| top.get(name).and_then(Setting::text))?;
        }
    }
    Ok(())
}

fn expand_all(layer: &mut Layer) -> Result<()> {
    let has_brace =
        |setting: &Setting| setting.value.as_str().is_some_and(|text| text.contains(['{', '}']));
    if !layer.top.values().any(has_brace) {
        return Ok(());
    }
    let known = layer.top.clone();
    for (key, setting) in &mut layer.top {
        // Secrets and shell commands may contain braces.
        if !is_secret(key) {
            expand(key, setting, |name| known.get(name).and_then(Setting::text))?;
        }
    }
    Ok(())
}

fn expand(key: &str, setting: &mut Setting, value: impl Fn(&str) -> Option<String>) -> Result<()> {
    let Value::String(text) = &setting.value else { return Ok(()) };
    if !text.contains(['{', '}']) {
        return Ok(());
    }
    // A template that a vendor wrote must not make a secret part of an address.
    match template::expand(text, |name| value(name).filter(|_| !is_secret(name))) {
        Ok(text) => setting.value = text.into(),
        Err(what) => {
            return Err(Error::config(format!(
                "{what} has no value in '{key}', from {}",
                setting.source
            ))
            .with_hint("to write a literal brace, double it"));
        }
    }
    Ok(())
}

fn check_version(layer: &Layer) -> Result<()> {
    let Some(setting) = layer.get(Key::DatabaseApiVersion) else { return Ok(()) };
    let version = setting.text().unwrap_or_default();
    if ["1", "1.0", "v1", "v1.0"].contains(&version.as_str()) {
        return Ok(());
    }
    Err(Error::config(format!(
        "there is no version '{version}' of the database API, from {}",
        setting.source
    ))
    .with_hint("the only version is 1"))
}
