//! One setting: a value, and where it came from.

use crate::http::redact;
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;

/// Where a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// An option, as in `--os-username`.
    Option(String),
    /// A variable, as in `OS_USERNAME`.
    Env(String),
    /// clouds.yaml, or clouds-public.yaml.
    File {
        /// Its path.
        path: PathBuf,
    },
    /// secure.yaml.
    Secure {
        /// Its path.
        path: PathBuf,
    },
    /// The values of a region in a file.
    Region {
        /// The region.
        name: String,
        /// The file's path.
        path: PathBuf,
    },
    /// The profile of a vendor.
    Profile {
        /// Its name, or the URL that published it.
        name: String,
    },
    /// Nobody said anything.
    Default,
    /// The sandbox.
    Sandbox,
    /// The program that uses this library, or who answered its question.
    Given,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file =
            |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match self {
            Self::Option(name) | Self::Env(name) => f.write_str(name),
            Self::File { path } | Self::Secure { path } => {
                write!(f, "{} ({})", file(path), path.display())
            }
            Self::Region { name, path } => {
                write!(f, "{}, region '{name}' ({})", file(path), path.display())
            }
            Self::Profile { name } => write!(f, "profile '{}'", redact::url(name)),
            Self::Default => f.write_str("default"),
            Self::Sandbox => f.write_str("sandbox"),
            Self::Given => f.write_str("given"),
        }
    }
}

/// A value, and where it came from.
#[derive(Clone, PartialEq)]
pub struct Setting {
    /// The value; what YAML takes for a number is a text here.
    pub value: Value,
    /// Where it came from.
    pub source: Source,
}

impl Setting {
    /// A value that came from `source`.
    #[must_use]
    pub fn new(value: Value, source: Source) -> Self {
        Self { value, source }
    }

    /// The value as a text; nothing for null, lists and mappings.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match &self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Whether it is more than null or an empty text.
    pub(super) fn is_given(&self) -> bool {
        !matches!(&self.value, Value::Null | Value::Bool(false))
            && self.value.as_str() != Some("")
            && self.value.as_array().is_none_or(|items| !items.is_empty())
    }
}

impl fmt::Debug for Setting {
    /// Only where it came from: the value may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("source", &self.source).finish_non_exhaustive()
    }
}
