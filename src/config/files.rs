//! Finds and reads clouds.yaml, secure.yaml and clouds-public.yaml.

use crate::config::env::{OS_CLIENT_CONFIG_FILE, OS_CLIENT_SECURE_FILE};
use crate::config::{Lookup, yaml};
use crate::{ConfigHint, Error, Result};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// The kinds of files. Each is searched for on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Clouds,
    Secure,
    Public,
}

impl Family {
    fn stem(self) -> &'static str {
        match self {
            Self::Clouds => "clouds",
            Self::Secure => "secure",
            Self::Public => "clouds-public",
        }
    }

    /// Returns the variable that names a file to read first.
    fn variable(self) -> Option<&'static str> {
        match self {
            Self::Clouds => Some(OS_CLIENT_CONFIG_FILE),
            Self::Secure => Some(OS_CLIENT_SECURE_FILE),
            Self::Public => None,
        }
    }
}

/// A file that was read.
#[derive(Clone, PartialEq)]
pub(super) struct Document {
    /// The path, which may be relative.
    pub(super) path: PathBuf,
    /// The content.
    pub(super) data: Map<String, Value>,
}

/// Returns the paths where a file of this kind may be, in the order in which they are tried.
pub(super) fn candidates(lookup: &Lookup, family: Family) -> Vec<PathBuf> {
    let named = family.variable().and_then(|name| lookup.env.get(name)).map(PathBuf::from);
    let places = directories(lookup).into_iter().flat_map(|directory| {
        ["yaml", "yml", "json"].map(|suffix| directory.join(format!("{}.{suffix}", family.stem())))
    });
    let places = places.filter(|path| named.as_ref().is_none_or(|named| named != path));
    named.iter().cloned().chain(places).collect()
}

fn directories(lookup: &Lookup) -> Vec<PathBuf> {
    let env = &lookup.env;
    let home = env.home();
    let mut places = vec![lookup.cwd.clone()];
    let user = if cfg!(windows) {
        env.get("LOCALAPPDATA").map(|base| PathBuf::from(base).join("OpenStack"))
    } else {
        let below =
            if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        env.directory("XDG_CONFIG_HOME").or_else(|| Some(home.as_ref()?.join(below)))
    };
    places.extend(user);
    let real = env.get("SNAP_REAL_HOME").map(PathBuf::from).or(home);
    places.extend(real.map(|home| home.join(".config")));
    if cfg!(windows) {
        places.extend(env.get("PROGRAMDATA").map(|base| PathBuf::from(base).join("OpenStack")));
    } else if cfg!(target_os = "macos") {
        places.push("/Library/Application Support".into());
    } else {
        // openstacksdk takes the whole list for one path, and finds nothing.
        let listed = env.get("XDG_CONFIG_DIRS").unwrap_or("/etc/xdg");
        places.extend(listed.split(':').filter(|dir| !dir.is_empty()).map(PathBuf::from));
    }
    places.push("/etc".into());
    let mut directories: Vec<PathBuf> = Vec::new();
    for (n, place) in places.into_iter().enumerate() {
        let directory = if n == 0 { place } else { place.join("openstack") };
        if !directories.contains(&directory) {
            directories.push(directory);
        }
    }
    directories
}

/// Reads the first file of this kind that can be parsed. Each that cannot adds a warning.
pub(super) fn find(
    lookup: &Lookup,
    family: Family,
    warnings: &mut Vec<String>,
) -> Result<Option<Document>> {
    for path in candidates(lookup, family) {
        let Ok(bytes) = std::fs::read(lookup.cwd.join(&path)) else { continue };
        let value = match parse(&path, &bytes) {
            Ok((value, remarks)) => {
                let told = remarks.iter().map(|remark| format!("'{}': {remark}", path.display()));
                warnings.extend(told);
                value
            }
            Err(reason) => {
                warnings.push(format!("skipping config file '{}': {reason}", path.display()));
                continue;
            }
        };
        let data = match value {
            Value::Null => Map::new(),
            Value::Object(data) => data,
            _ => {
                return Err(Error::config(format!("'{}' is not a mapping", path.display()))
                    .with_hint("the file must begin with 'clouds:', with the clouds below it"));
            }
        };
        if !data.is_empty() && family != Family::Public && !data.contains_key("clouds") {
            warnings.push(format!("'{}' has no key 'clouds'", path.display()));
        }
        return Ok(Some(Document { path, data }));
    }
    Ok(None)
}

fn parse(path: &Path, bytes: &[u8]) -> Result<(Value, Vec<String>), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The end of the name decides, even without a dot: `myjson` is JSON.
    if path.to_string_lossy().ends_with("json") {
        let value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Ok((value, Vec::new()))
    } else {
        yaml::parse(text)
    }
}

/// Overlays `base` with `over`: mappings key by key, anything else as a whole.
pub(super) fn merge(
    base: &mut Map<String, Value>,
    over: &Map<String, Value>,
    at: &str,
) -> Result<()> {
    for (key, value) in over {
        let here = format!("{at}{key}");
        match (base.get_mut(key), value) {
            (Some(Value::Object(below)), Value::Object(above)) => {
                merge(below, above, &format!("{here}."))?;
            }
            (Some(Value::Object(_)), Value::Null) => {}
            // As if absent.
            (Some(_), value) if key == "auth_type" && (value.is_null() || value == "") => {}
            (Some(below), Value::Object(_)) if !below.is_null() => {
                return Err(unlike(&here, "secure.yaml", "clouds.yaml"));
            }
            (Some(Value::Object(_)), _) => {
                return Err(unlike(&here, "clouds.yaml", "secure.yaml"));
            }
            _ => {
                base.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(())
}

fn unlike(key: &str, one: &str, other: &str) -> Error {
    Error::config(format!("'{key}' is a mapping in {one}, but not in {other}"))
        .with_hint(ConfigHint::Files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(env: &[(&str, &str)]) -> Lookup {
        Lookup { env: env.iter().copied().collect(), cwd: "/w".into(), ..Lookup::default() }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_current_directory_is_first_then_the_users_then_the_systems() {
        let paths = candidates(&lookup(&[("HOME", "/h")]), Family::Clouds);
        let shown: Vec<_> = paths.iter().map(|p| p.display().to_string()).collect();
        assert_eq!(
            shown,
            [
                "/w/clouds.yaml",
                "/w/clouds.yml",
                "/w/clouds.json",
                "/h/.config/openstack/clouds.yaml",
                "/h/.config/openstack/clouds.yml",
                "/h/.config/openstack/clouds.json",
                "/etc/xdg/openstack/clouds.yaml",
                "/etc/xdg/openstack/clouds.yml",
                "/etc/xdg/openstack/clouds.json",
                "/etc/openstack/clouds.yaml",
                "/etc/openstack/clouds.yml",
                "/etc/openstack/clouds.json",
            ]
        );
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn variables_change_the_directories() {
        let env = [
            ("HOME", "/h"),
            ("XDG_CONFIG_HOME", "/x"),
            ("XDG_CONFIG_DIRS", "/d1:/d2"),
            ("SNAP_REAL_HOME", "/real"),
            ("OS_CLIENT_SECURE_FILE", "s.yaml"),
        ];
        let paths = candidates(&lookup(&env), Family::Secure);
        let firsts: Vec<_> = paths
            .iter()
            .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
            .map(|p| p.display().to_string())
            .collect();
        assert_eq!(
            firsts,
            [
                "s.yaml",
                "/w/secure.yaml",
                "/x/openstack/secure.yaml",
                "/real/.config/openstack/secure.yaml",
                "/d1/openstack/secure.yaml",
                "/d2/openstack/secure.yaml",
                "/etc/openstack/secure.yaml",
            ]
        );
    }
}
