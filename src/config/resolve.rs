//! Merges defaults, profile, cloud, region and options, in this order.

use crate::config::auth_type::{
    AUTH_TYPES, AuthType, LoginMethod, OidcGrant, UserProof, Version2Proof,
};
use crate::config::clouds::Clouds;
use crate::config::credentials::NEEDS_APPLICATION_CREDENTIAL;
use crate::config::key::Key;
use crate::config::layer::Layer;
use crate::config::lookup::Lookup;
use crate::config::options::{OPTIONS, OptionSpec, option};
use crate::config::region::Region;
use crate::config::setting::{Setting, Source};
use crate::config::settings::Settings;
use crate::config::{fixups, networks, region, template};
use crate::http::redact;
use crate::secret::is_secret;
use crate::{ConfigHint, Error, Hint, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

impl Settings {
    /// Reads settings from the files, the environment and the options.
    ///
    /// Missing settings are not an error here, but in [`Session::new`](crate::auth::Session::new).
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if the cloud, the region or the auth type does not
    /// exist, or a value has the wrong form. [`Error::Invalid`](crate::Error::Invalid) if options
    /// contradict each other.
    pub fn load(lookup: &Lookup) -> Result<Self> {
        Self::from_clouds(lookup, &Clouds::read(lookup)?)
    }

    /// Reads settings from files that have been read already, the environment and the options.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn from_clouds(lookup: &Lookup, clouds: &Clouds) -> Result<Self> {
        settings(lookup, clouds)
    }
}

fn settings(lookup: &Lookup, clouds: &Clouds) -> Result<Settings> {
    let chosen = clouds.select(lookup)?;
    let name = chosen.as_deref().unwrap_or_default();
    let mut warnings = clouds.warnings().to_vec();
    let arguments = arguments(lookup)?;
    let mut cloud = clouds.layer(name)?;
    let mut deprecations = deprecations(clouds, name, &cloud);
    let profile = profile(lookup, clouds, name, &cloud, &mut warnings)?;
    let wanted = arguments.get(Key::RegionName.name()).and_then(Setting::text);
    let region = region::choose(clouds, name, &cloud, profile.as_ref(), wanted.as_deref())?;
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
    networks::normalise(&mut layer, &wrong, &mut deprecations)?;
    fixups::apply(&mut layer, &wrong)?;
    expand_auth_url(&mut layer)?;
    let layer = fixups::normalise(layer);
    let (layer, dropped) = set_auth_type(layer);
    warnings.extend(dropped);
    let mut layer = collect_auth(layer, name)?;
    warnings.extend(ignored_name(&layer).into_iter().chain(ignored_ca(&layer)));
    expand_all(&mut layer)?;
    check_version(&layer)?;
    warnings.extend(layer.get(Key::EndpointOverride).map(|setting| {
        let source = &setting.source;
        format!("'endpoint_override' from {source} is not used: 'database_endpoint_override' is")
    }));
    let cloud_note = clouds.note(lookup, chosen.as_deref());
    let [config_file, secure_file] = clouds.main_files().map(|file| file.map(Path::to_owned));
    Ok(Settings {
        cloud: chosen,
        top: layer.top,
        auth: layer.auth,
        sections: ["cache", "client", "trove"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), clouds.section(key)?.clone())))
            .collect(),
        config_file,
        secure_file,
        files: clouds.files().map(Path::to_owned).collect(),
        warnings,
        deprecations,
        cloud_note,
        home: lookup.env.home(),
    })
}

/// Returns the settings from the options, and from the variables that stand for them.
fn arguments(lookup: &Lookup) -> Result<BTreeMap<String, Setting>> {
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
                "{} cannot be '{value}': it is one of {}",
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
    match template::expand(text, value) {
        Ok(text) => setting.value = text.into(),
        Err(what) => {
            return Err(Error::config(format!(
                "{what} stands for nothing in '{key}', from {}",
                setting.source
            ))
            .with_hint("a literal brace is written twice"));
        }
    }
    Ok(())
}

/// Chooses the auth type if none is given, and adjusts the domains to it.
fn set_auth_type(mut layer: Layer) -> (Layer, Vec<String>) {
    let text = |key: Key| layer.text(key).unwrap_or_default();
    let version = text(Key::IdentityApiVersion);
    let (given, source) = (text(Key::AuthType), layer.get(Key::AuthType).map(|s| s.source.clone()));
    let given = if given.is_empty() { implied(&layer, &version) } else { given };
    let known = AuthType::find(&given);
    let auth_type = known.map_or(given, |known| known.name.to_owned());
    layer.set(Key::AuthType, Setting::new(auth_type.into(), source.unwrap_or(Source::Default)));
    let mut warnings = Vec::new();
    match known.map(|known| known.login) {
        Some(login) if version.starts_with('2') && is_by_password(login) => {
            warnings = without_domains(&mut layer);
        }
        Some(LoginMethod::Identity(UserProof::Password | UserProof::Passcode))
            if version == "3" =>
        {
            default_domains(&mut layer);
        }
        _ => {}
    }
    (layer, warnings)
}

fn is_by_password(login: LoginMethod) -> bool {
    matches!(
        login,
        LoginMethod::Identity(UserProof::Password)
            | LoginMethod::Version2(Version2Proof::Password)
            | LoginMethod::Federated(OidcGrant::Password)
    )
}

/// Returns the auth type for the credential at the top level.
fn implied(layer: &Layer, version: &str) -> String {
    let prefix = match version {
        "3" => "v3",
        other if other.starts_with('2') => "v2",
        _ => "",
    };
    if layer.get(Key::Username).is_some() {
        format!("{prefix}password")
    } else if layer.get(Key::Token).is_some() {
        format!("{prefix}token")
    } else {
        "password".to_owned()
    }
}

/// Removes the domains, which version 2 of the identity API does not have.
fn without_domains(layer: &mut Layer) -> Vec<String> {
    let keys =
        [Key::ProjectDomainId, Key::ProjectDomainName, Key::UserDomainId, Key::UserDomainName];
    let dropped = keys.iter().filter_map(|key| Some((key, layer.auth.remove(key.name())?)));
    dropped
        .map(|(key, setting)| {
            let source = setting.source;
            format!("'{key}' from {source} is ignored: the identity API version is 2")
        })
        .collect()
}

/// Sets the default domain if the user or the project has none.
fn default_domains(layer: &mut Layer) {
    let Some(default) = layer.get(Key::DefaultDomain).cloned() else { return };
    for (id, name) in
        [(Key::ProjectDomainId, Key::ProjectDomainName), (Key::UserDomainId, Key::UserDomainName)]
    {
        let given = |key: Key| layer.auth.get(key.name()).is_some_and(Setting::is_given);
        if !given(id) && !given(name) {
            layer.auth.insert(id.name().to_owned(), default.clone());
        }
    }
}

/// Moves the auth type's settings from the top level to `auth`, and rejects all others there.
fn collect_auth(mut layer: Layer, cloud: &str) -> Result<Layer> {
    let name = layer.text(Key::AuthType).unwrap_or_default();
    let Some(auth_type) = AuthType::find(&name) else {
        let source = layer.get(Key::AuthType).map(|setting| setting.source.to_string());
        let names: Vec<_> = AUTH_TYPES.iter().map(|known| known.name).collect();
        return Err(Error::config(format!(
            "there is no auth type '{name}', from {}",
            source.unwrap_or_default()
        ))
        .with_hint(format!("the auth types are {}", names.join(", "))));
    };
    // They are sources of the password, and no auth type takes them.
    for key in [Key::PasswordFile, Key::PasswordCommand] {
        if let Some(setting) = layer.auth.remove(key.name()) {
            layer.top.entry(key.name().to_owned()).or_insert(setting);
        }
    }
    let mut auth = BTreeMap::new();
    for key in auth_type.takes() {
        let mut winner: Option<Setting> = None;
        for map in [&mut layer.top, &mut layer.auth] {
            // The current spelling overrides the old one, and the top level overrides `auth`.
            for spelling in auth_type.spellings(key) {
                let found = map.remove(spelling).filter(Setting::is_given);
                winner = winner.or(found);
            }
        }
        if let Some(setting) = winner {
            auth.insert(key.name().to_owned(), setting);
        }
    }
    layer.auth.retain(|_, setting| setting.is_given());
    if let Some((key, setting)) = layer.auth.first_key_value() {
        let hint: Hint = match key.as_str() {
            "token" => ConfigHint::AuthType { credential: "a token", auth_type: "token" }.into(),
            key if key.starts_with("application_credential") => NEEDS_APPLICATION_CREDENTIAL.into(),
            _ => {
                let names: Vec<_> = auth_type.takes().map(Key::name).collect();
                format!("it takes {}", names.join(", ")).into()
            }
        };
        return Err(Error::config(format!(
            "{}the auth type '{name}' does not take '{key}', from {}",
            of_cloud(cloud),
            setting.source
        ))
        .with_hint(hint));
    }
    layer.auth = auth;
    Ok(layer)
}

/// Returns the beginning of a message about a cloud.
fn of_cloud(cloud: &str) -> String {
    match cloud {
        "" | "defaults" => String::new(),
        name => format!("cloud '{name}': "),
    }
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
    .with_hint("the only one is 1"))
}
