//! One setting: a value and its source.

use crate::http::redact;
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;

/// The source of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// An option, as in `--os-username`.
    Option(String),
    /// A variable, as in `OS_USERNAME`.
    Env(String),
    /// A clouds.yaml or clouds-public.yaml.
    File {
        /// The path.
        path: PathBuf,
    },
    /// A secure.yaml.
    Secure {
        /// The path.
        path: PathBuf,
    },
    /// The values of a region in a file.
    Region {
        /// The name of the region.
        name: String,
        /// The path of the file.
        path: PathBuf,
    },
    /// The profile of a vendor.
    Profile {
        /// The name, or the URL that published the profile.
        name: String,
    },
    /// The default of this crate.
    Default,
    /// The sandbox.
    Sandbox,
    /// The program that uses this library, or its user in answer to a question.
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

/// A value and its source.
#[derive(Clone, PartialEq)]
pub struct Setting {
    /// The value. Numbers of YAML are text here.
    pub value: Value,
    /// The source.
    pub source: Source,
}

impl Setting {
    /// Makes a setting.
    #[must_use]
    pub fn new(value: Value, source: Source) -> Self {
        Self { value, source }
    }

    /// Returns the value as text. Null, lists and mappings have none.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match &self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Whether the value is not null, false or empty.
    pub(super) fn is_given(&self) -> bool {
        !matches!(&self.value, Value::Null | Value::Bool(false))
            && self.value.as_str() != Some("")
            && self.value.as_array().is_none_or(|items| !items.is_empty())
    }
}

impl fmt::Debug for Setting {
    /// Shows only the source: the value may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("source", &self.source).finish_non_exhaustive()
    }
}
