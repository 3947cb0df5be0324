//! The clouds in the files and in the environment, and the selected one.

use crate::config::env::{OS_CLIENT_CONFIG_FILE, OS_CLIENT_SECURE_FILE, OS_CLOUD_NAME};
use crate::config::family::Family;
use crate::config::files::{Document, Notes, Search, Standing};
use crate::config::key::Key;
use crate::config::layer::Layer;
use crate::config::{Lookup, Setting, Source, files, vendor};
use crate::{CloudNote, ConfigHint, Error, Result, UnusedFile};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// All clouds that can be selected.
#[derive(Clone)]
pub struct Clouds {
    /// clouds.yaml, overlaid with secure.yaml.
    merged: Map<String, Value>,
    config: Option<Document>,
    secure: Option<Document>,
    public: Option<Document>,
    /// The name of the cloud that consists of `OS_` variables, and its keys.
    environment: Option<(String, BTreeMap<String, Setting>)>,
    warnings: Vec<String>,
    unused: Vec<UnusedFile>,
}

impl Clouds {
    /// Reads the files and the environment.
    ///
    /// # Errors
    /// [`Error::Config`] if a file is not a mapping, or two clouds have the same name.
    pub fn read(lookup: &Lookup) -> Result<Self> {
        let (search, mut notes) = (Search::new(lookup), Notes::default());
        let config = search.find(Family::Clouds, &mut notes)?;
        let secure = search.find(Family::Secure, &mut notes)?;
        let public = search.find(Family::Public, &mut notes)?;
        let Notes { warnings, unused } = notes;
        let mut merged = config.as_ref().map(|file| file.data.clone()).unwrap_or_default();
        for file in config.iter().chain(&secure) {
            check(file)?;
        }
        if let Some(secure) = &secure {
            files::merge(&mut merged, &secure.data, "")?;
        }
        let environment = environment(lookup);
        let clouds = Self { merged, config, secure, public, environment, warnings, unused };
        let name = lookup.env.get(OS_CLOUD_NAME).unwrap_or("envvars");
        if clouds.in_files().is_some_and(|known| known.contains_key(name)) {
            return Err(Error::config(format!(
                "{} defines a cloud named '{name}', which is the name of the cloud that consists of OS_ variables",
                clouds.file_names()
            ))
            .with_hint(format!("rename one of them: {OS_CLOUD_NAME} names the environment's")));
        }
        Ok(clouds)
    }

    /// Returns the names of all clouds, first those of the files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let files = self.in_files().into_iter().flat_map(Map::keys).map(String::as_str);
        files.chain(self.environment.iter().map(|(name, _)| name.as_str()))
    }

    /// Returns the files that define this cloud. The environment's cloud has none.
    pub fn files_of(&self, cloud: &str) -> impl Iterator<Item = &Path> {
        let has = move |file: &&Document| {
            file.data.get("clouds").is_some_and(|clouds| clouds.get(cloud).is_some())
        };
        self.config.iter().chain(&self.secure).filter(has).map(|file| file.path.as_path())
    }

    /// Returns the text of a cloud's key, at the top level or below `auth`.
    #[must_use]
    pub fn text(&self, cloud: &str, key: Key) -> Option<String> {
        let layer = self.layer(cloud).ok()?;
        layer.get(key).or_else(|| layer.auth.get(key.name()))?.text()
    }

    /// Returns the name of the selected cloud, if there is one.
    #[must_use]
    pub fn selected(&self, lookup: &Lookup) -> Option<String> {
        self.select(lookup).ok().flatten()
    }

    /// Returns warnings about the files, one line each.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Returns the files that were found and not used, or that have no clouds.
    #[must_use]
    pub fn unused_files(&self) -> &[UnusedFile] {
        &self.unused
    }

    /// Returns the files that were read: clouds.yaml, secure.yaml, clouds-public.yaml.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.config.iter().chain(&self.secure).chain(&self.public).map(|file| file.path.as_path())
    }

    /// Returns a section of the files other than `clouds`, such as `cache`.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Value> {
        self.merged.get(name)
    }

    /// Returns the name of the cloud in the option or the variable, if one of them is given.
    #[must_use]
    pub fn named(lookup: &Lookup) -> Option<&str> {
        let option = lookup.options.get(&Key::Cloud).map(String::as_str);
        option.filter(|name| !name.is_empty()).or_else(|| lookup.env.get("OS_CLOUD"))
    }

    /// Selects a cloud: the named one, else the environment's, else the only one.
    pub(super) fn select(&self, lookup: &Lookup) -> Result<Option<String>> {
        if let Some(name) = Self::named(lookup) {
            if !self.names().any(|known| known == name) {
                return Err(self.unknown(lookup, name));
            }
            return Ok(Some(name.to_owned()));
        }
        if let Some((name, _)) = &self.environment {
            return Ok(Some(name.clone()));
        }
        let mut names = self.names();
        match (names.next(), names.next()) {
            (Some(only), None) => Ok(Some(only.to_owned())),
            (Some(_), Some(_)) => Ok(None),
            (None, _) => Ok(Some("defaults".to_owned())),
        }
    }

    /// Returns the keys of a cloud. There are none if it consists of options only.
    pub(super) fn layer(&self, name: &str) -> Result<Layer> {
        if let Some((own, keys)) = &self.environment
            && own == name
        {
            return Ok(Layer { top: keys.clone(), auth: BTreeMap::new() });
        }
        let Some(cloud) = self.in_files().and_then(|clouds| clouds.get(name)) else {
            return Ok(Layer::default());
        };
        let Value::Object(cloud) = cloud else {
            return Err(self.invalid_value(name, "", "a mapping"));
        };
        self.layer_of(name, cloud, |path| self.source(name, path))
    }

    /// Returns the keys of a vendor's profile: from clouds-public.yaml, built in, or published by the vendor.
    pub(super) fn profile(
        &self,
        lookup: &Lookup,
        cloud: &str,
        profile: &str,
        warnings: &mut Vec<String>,
    ) -> Result<Option<Layer>> {
        let known = self.public.as_ref().and_then(|file| {
            Some((file, file.data.get("public-clouds")?.get(profile)?.as_object()?))
        });
        if let Some((file, keys)) = known {
            let (source, mut keys) = (Source::File { path: file.path.clone() }, keys.clone());
            if file.standing.by_chance {
                vendor::restrict(&mut keys, profile, warnings);
            }
            return self.layer_of(cloud, &keys, |_| source.clone()).map(Some);
        }
        let Some(keys) = vendor::profile(lookup, profile, warnings)? else { return Ok(None) };
        let source = Source::Profile { name: profile.to_owned() };
        self.layer_of(cloud, &keys, |_| source.clone()).map(Some)
    }

    /// Returns the name of the environment's cloud, if there is one.
    pub(super) fn environment(&self) -> Option<&str> {
        self.environment.as_ref().map(|(name, _)| name.as_str())
    }

    /// Returns the paths of clouds.yaml and secure.yaml, if they were read.
    pub(super) fn main_files(&self) -> [Option<&Path>; 2] {
        [&self.config, &self.secure].map(|file| file.as_ref().map(|file| file.path.as_path()))
    }

    /// Returns how far each file is trusted.
    pub(super) fn standings(&self) -> impl Iterator<Item = (&Path, Standing)> {
        let files = self.config.iter().chain(&self.secure).chain(&self.public);
        files.map(|file| (file.path.as_path(), file.standing))
    }

    /// Splits a mapping into its keys and those below `auth`.
    pub(super) fn layer_of(
        &self,
        cloud: &str,
        keys: &Map<String, Value>,
        source: impl Fn(&[&str]) -> Source,
    ) -> Result<Layer> {
        let mut layer = Layer::default();
        for (key, value) in keys {
            match (key.as_str(), value) {
                ("auth", Value::Object(auth)) => {
                    for (key, value) in auth {
                        layer.auth.insert(
                            key.clone(),
                            Setting::new(value.clone(), source(&["auth", key])),
                        );
                    }
                }
                ("auth", Value::Null) => {}
                ("auth", _) => return Err(self.invalid_value(cloud, "auth", "a mapping")),
                _ => {
                    layer.top.insert(key.clone(), Setting::new(value.clone(), source(&[key])));
                }
            }
        }
        Ok(layer)
    }

    /// Returns the file that a key of a cloud comes from: secure.yaml if it has the key.
    pub(super) fn source(&self, cloud: &str, path: &[&str]) -> Source {
        let has = |file: &&Document| {
            let cloud = file.data.get("clouds").and_then(|clouds| clouds.get(cloud));
            path.iter().try_fold(cloud, |at, key| Some(at?.get(key))).flatten().is_some()
        };
        if let Some(file) = self.secure.as_ref().filter(has) {
            return Source::Secure { path: file.path.clone() };
        }
        match &self.config {
            Some(file) => Source::File { path: file.path.clone() },
            None => Source::Default,
        }
    }

    /// Returns the error for a key of a cloud with a value of the wrong form.
    pub(super) fn invalid_value(&self, cloud: &str, key: &str, wanted: &str) -> Error {
        let what = if key.is_empty() { String::new() } else { format!("key '{key}' of ") };
        Error::config(format!("{}: {what}cloud '{cloud}' must be {wanted}", self.file_names()))
    }

    /// Returns why another cloud than the selected one may be meant.
    pub(super) fn note(&self, lookup: &Lookup, selected: Option<&str>) -> Option<CloudNote> {
        let clouds: Vec<_> = self.in_files().into_iter().flat_map(Map::keys).cloned().collect();
        match (selected, &self.environment) {
            (None, _) => Some(CloudNote::Several { clouds }),
            (Some(name), Some((own, keys)))
                if own == name && !clouds.is_empty() && Self::named(lookup).is_none() =>
            {
                let variables = keys.values().map(|setting| setting.source.to_string()).collect();
                Some(CloudNote::Environment { variables, clouds })
            }
            _ if !self.unused.is_empty() => Some(CloudNote::Unused { files: self.unused.clone() }),
            (Some("defaults"), None) if clouds.is_empty() => Some(CloudNote::None),
            _ => None,
        }
    }

    fn unknown(&self, lookup: &Lookup, name: &str) -> Error {
        let message = format!("cloud '{name}' was not found");
        let names: Vec<_> = self.names().collect();
        let among = match names.as_slice() {
            [] => String::new(),
            names => format!("the clouds are: {}", names.join(", ")),
        };
        if !self.unused.is_empty() {
            let unused: Vec<_> = self.unused.iter().map(UnusedFile::to_string).collect();
            let among = if among.is_empty() { among } else { format!(" ({among})") };
            return Error::config(format!("{message}{among}: {}", unused.join("; ")))
                .with_hint(ConfigHint::Unused { files: self.unused.clone() });
        }
        if !among.is_empty() {
            return Error::config(message).with_hint(among);
        }
        let places: Vec<_> =
            files::usual_places(lookup).iter().map(|path| path.display().to_string()).collect();
        let hint = format!("there is no clouds.yaml; looked for {}", places.join(", "));
        Error::config(message).with_hint(hint)
    }

    fn in_files(&self) -> Option<&Map<String, Value>> {
        self.merged.get("clouds").and_then(Value::as_object)
    }

    pub(super) fn file_names(&self) -> String {
        let names: Vec<_> = self
            .config
            .iter()
            .chain(&self.secure)
            .map(|file| format!("'{}'", file.path.display()))
            .collect();
        if names.is_empty() { "the environment".to_owned() } else { names.join(" with ") }
    }
}

impl fmt::Debug for Clouds {
    /// Shows only names and paths: among the values are passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clouds")
            .field("names", &self.names().collect::<Vec<_>>())
            .field("files", &self.files().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

fn check(file: &Document) -> Result<()> {
    match file.data.get("clouds") {
        None | Some(Value::Object(_)) => Ok(()),
        Some(_) => Err(Error::config(format!(
            "'{}': the key 'clouds' must be a mapping of cloud names",
            file.path.display()
        ))),
    }
}

/// Returns the cloud that consists of the `OS_` variables. There is none if they only select a cloud.
fn environment(lookup: &Lookup) -> Option<(String, BTreeMap<String, Setting>)> {
    let selectors = [
        "OS_CLOUD",
        "OS_REGION_NAME",
        OS_CLIENT_CONFIG_FILE,
        OS_CLIENT_SECURE_FILE,
        OS_CLOUD_NAME,
        // No other client reads it. It completes a cloud of clouds.yaml.
        "OS_PASSWORD_FILE",
    ];
    let is_own = |name: &str| {
        name.starts_with("OS_")
            && !["OS_TEST", "OS_STD", "OS_LOG"].iter().any(|other| name.starts_with(other))
    };
    let variables: Vec<_> = lookup.env.iter().filter(|(name, _)| is_own(name)).collect();
    if variables.iter().all(|(name, _)| selectors.contains(name)) {
        return None;
    }
    let keys = variables
        .into_iter()
        // OS_CLOUD selects a cloud. As a key it would name a vendor profile.
        .filter(|(name, _)| !selectors.contains(name) || *name == "OS_REGION_NAME")
        .filter_map(|(name, value)| {
            let key = name.strip_prefix("OS_")?.to_ascii_lowercase();
            Some((key, Setting::new(value.into(), Source::Env(name.to_owned()))))
        })
        .collect();
    Some((lookup.env.get(OS_CLOUD_NAME).unwrap_or("envvars").to_owned(), keys))
}
