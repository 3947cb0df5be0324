//! A log of an instance, as the service describes it.

use crate::Result;
use crate::api::collection::Collection;
use crate::api::resource::Resource;
use crate::api::{Client, query};
use crate::json::{Object, text};
use serde::{Deserialize, Deserializer};

/// A log of an instance, as `GET /instances/{id}/log` lists it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Log {
    /// Name, such as `general` or `slow_query`.
    pub name: String,
    /// `USER` for a log that can be enabled and disabled, or `SYS`.
    #[serde(rename = "type")]
    pub log_type: String,
    /// Status, such as `Disabled`, `Ready` or `Partial`.
    pub status: String,
    /// The number of bytes that are published.
    #[serde(default)]
    pub published: Option<u64>,
    /// The number of bytes that are not published yet.
    #[serde(default)]
    pub pending: Option<u64>,
    /// The container in the object store; none before the log is published.
    #[serde(default, deserialize_with = "text_or_none")]
    pub container: Option<String>,
    /// The prefix of the names of the objects; none before the log is published.
    #[serde(default, deserialize_with = "text_or_none")]
    pub prefix: Option<String>,
    /// The object in which the guest agent keeps its position.
    #[serde(default, deserialize_with = "text_or_none")]
    pub metafile: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// Reads a text that the guest agent may have written as Python's `None`
/// (trove/guestagent/guest_log.py:213).
fn text_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.filter(|text| text != "None"))
}

impl Log {
    /// The container and the prefix of the published objects.
    pub(super) fn location(&self) -> Option<(&str, &str)> {
        Some((self.container.as_deref()?, self.prefix.as_deref()?))
    }

    /// Returns whether anything of the log is published, and can be read.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.location().is_some()
    }
}

impl Resource for Log {
    const NOUN: &'static str = "log";
    const KEY: &'static str = "log";
    const LIST_KEY: &'static str = "logs";
    const PATH: &'static str = "log";

    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

impl Client {
    /// The logs of an instance: `/instances/{id}/log`.
    #[must_use]
    pub fn logs(&self, instance_id: &str) -> Collection<'_, Log> {
        Collection::with_path(self, format!("instances/{}/log", query::segment(instance_id)))
    }
}
