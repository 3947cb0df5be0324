//! Finds and reads clouds.yaml, secure.yaml and clouds-public.yaml.

mod places;

use crate::config::family::Family;
use crate::config::files::places::{Directory, Presence, directories, is_listed};
use crate::config::open::{Contents, Opened, open};
use crate::config::owner::Owners;
use crate::config::trust::TrustedFiles;
use crate::config::{Lookup, yaml};
use crate::{ConfigHint, Error, Result, UnusedFile, UnusedReason};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// A file that was read.
#[derive(Clone, PartialEq)]
pub(super) struct Document {
    /// Its path, which may be relative.
    pub(super) path: PathBuf,
    /// Its content.
    pub(super) data: Map<String, Value>,
    /// What it may do.
    pub(super) standing: Standing,
}

/// How far a file is trusted, by its handle and by the way that it was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// It was found in the current directory, and nobody named it or declared it trusted.
    pub(super) by_chance: bool,
    /// Whether the file belongs to another user, and nobody has trusted it.
    pub(super) is_foreign: bool,
    /// Everybody may write to it, and it is not declared trusted.
    pub(super) is_open: bool,
}

/// What was noticed while files were searched for.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) warnings: Vec<String>,
    pub(super) unused: Vec<UnusedFile>,
}

impl Notes {
    fn add(&mut self, family: Family, path: &Path, reason: UnusedReason) {
        self.unused.push(UnusedFile::new(path.to_owned(), family.variable(), reason));
    }
}

/// A search for files of all kinds: the directories are the same for each.
pub(super) struct Search<'l> {
    lookup: &'l Lookup,
    directories: Vec<Directory>,
    owners: Owners,
}

impl<'l> Search<'l> {
    pub(super) fn new(lookup: &'l Lookup) -> Self {
        let (directories, owners) = (directories(lookup), Owners::of_process(&lookup.env));
        Self { lookup, directories, owners }
    }

    /// Reads the first file of this kind that can be used. Each that cannot adds a note.
    pub(super) fn find(&self, family: Family, notes: &mut Notes) -> Result<Option<Document>> {
        let named = family.variable().and_then(|name| self.lookup.env.get(name)).map(Path::new);
        if let Some(path) = named
            && let Some(document) = self.named(family, path, notes)?
        {
            return Ok(Some(document));
        }
        for directory in &self.directories {
            match &directory.presence {
                Presence::Absent => continue,
                Presence::Unknown(why) => {
                    // Once for all kinds.
                    if family == Family::Clouds {
                        notes.add(family, &directory.path, UnusedReason::Denied(why.clone()));
                    }
                    continue;
                }
                Presence::Present => {}
            }
            for name in family.names() {
                let path = directory.path.join(name);
                if named == Some(&path) {
                    continue;
                }
                let opened = open(&path);
                let document = self.document(family, &path, opened, directory.is_current, notes)?;
                if document.is_some() {
                    return Ok(document);
                }
            }
        }
        Ok(None)
    }

    /// Reads a file that a variable names.
    fn named(&self, family: Family, path: &Path, notes: &mut Notes) -> Result<Option<Document>> {
        let before = notes.unused.len();
        let opened = open(&self.lookup.cwd.join(path));
        if matches!(opened, Opened::Absent) {
            notes.add(family, path, UnusedReason::Absent);
        }
        let document = self.document(family, path, opened, false, notes)?;
        notes.unused.iter_mut().skip(before).for_each(|file| file.is_named = true);
        Ok(document)
    }

    fn document(
        &self,
        family: Family,
        path: &Path,
        opened: Opened,
        is_in_current: bool,
        notes: &mut Notes,
    ) -> Result<Option<Document>> {
        let contents = match opened {
            Opened::Absent => return Ok(None),
            Opened::Unused(reason) => {
                notes.add(family, path, reason);
                return Ok(None);
            }
            Opened::Read(contents) => contents,
        };
        let (standing, stranger) = self.standing(path, &contents, is_in_current);
        if let (true, Some(owner)) = (standing.by_chance, stranger) {
            notes.add(family, path, UnusedReason::Foreign { owner });
            return Ok(None);
        }
        let (value, remarks) = match parse(path, &contents.bytes) {
            Ok(parsed) => parsed,
            Err(reason) => {
                notes.add(family, path, reason);
                return Ok(None);
            }
        };
        let told = remarks.iter().map(|remark| format!("'{}': {remark}", path.display()));
        notes.warnings.extend(told);
        let data = match value {
            Value::Null => Map::new(),
            Value::Object(data) => data,
            _ => {
                return Err(Error::config(format!("'{}' is not a mapping", path.display()))
                    .with_hint("the file must begin with 'clouds:', with the clouds below it"));
            }
        };
        let has_clouds = data.get("clouds").is_some_and(|clouds| !is_empty(clouds));
        if !has_clouds && family != Family::Public {
            let reason = if data.is_empty() { UnusedReason::Empty } else { UnusedReason::NoClouds };
            notes.add(family, path, reason);
        }
        Ok(Some(Document { path: path.to_owned(), data, standing }))
    }

    /// Returns how far a file is trusted, and its owner if that is somebody else.
    fn standing(
        &self,
        path: &Path,
        contents: &Contents,
        is_in_current: bool,
    ) -> (Standing, Option<u32>) {
        let owners = [Some(contents.owner), contents.link_owner].into_iter().flatten();
        let stranger = owners.into_iter().find(|owner| !self.owners.include(*owner));
        let standing = Standing {
            by_chance: is_in_current && !is_listed(&self.lookup.cwd, &self.directories),
            is_foreign: stranger.is_some(),
            is_open: contents.mode & 0o002 != 0,
        };
        let is_trusted = || {
            let trusted = TrustedFiles::for_user(&self.lookup.env);
            trusted.is_some_and(|trusted| {
                trusted.include(&self.lookup.cwd.join(path), &contents.bytes)
            })
        };
        if standing != Standing::default() && is_trusted() {
            return (Standing::default(), None);
        }
        (standing, stranger)
    }
}

/// Returns the paths where a clouds.yaml may be, in the order in which they are tried.
pub(super) fn usual_places(lookup: &Lookup) -> Vec<PathBuf> {
    let named = Family::Clouds.variable().and_then(|name| lookup.env.get(name)).map(PathBuf::from);
    let directories = directories(lookup).into_iter();
    let places = directories.map(|directory| directory.path.join("clouds.yaml"));
    named.into_iter().chain(places).collect()
}

fn is_empty(clouds: &Value) -> bool {
    clouds.is_null() || clouds.as_object().is_some_and(Map::is_empty)
}

/// Returns the content of a file, with remarks.
fn parse(path: &Path, bytes: &[u8]) -> Result<(Value, Vec<String>), UnusedReason> {
    let encoding = |why: &str| UnusedReason::Invalid(why.to_owned());
    if [&b"\xff\xfe"[..], b"\xfe\xff"].iter().any(|mark| bytes.starts_with(mark)) {
        return Err(encoding("it is UTF-16, and not UTF-8"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| encoding("it is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The end of the name decides, even without a dot: `myjson` is JSON.
    if !path.to_string_lossy().ends_with("json") {
        return yaml::parse(text).map_err(UnusedReason::Syntax);
    }
    // JSON has no empty document, but an empty file is empty in every format.
    if text.trim().is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    let value = serde_json::from_str(text);
    value.map(|value| (value, Vec::new())).map_err(|cause| UnusedReason::Syntax(cause.to_string()))
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
