//! The logs of an instance: what there is of them, and turning them on, publishing and reading them.

mod reader;
mod store;
#[cfg(test)]
mod tests;

pub use reader::{LogLines, LogReader};

use crate::api::collection::Resources;
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::api::{Client, query};
use crate::json::{Object, text};
use crate::output::{Column, Tabular, key};
use crate::{Error, Result};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A log of an instance, as `GET /instances/{id}/log` lists it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Log {
    /// Its name, such as `general` or `slow_query`.
    pub name: String,
    /// `USER`, which can be turned on and off, or `SYS`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it is written and published, as in `Disabled`, `Ready` or `Partial`.
    pub status: String,
    /// Bytes that are published.
    #[serde(default)]
    pub published: Option<u64>,
    /// Bytes that are not published yet.
    #[serde(default)]
    pub pending: Option<u64>,
    /// The container in the object store that has what is published; none before that.
    #[serde(default, deserialize_with = "text_or_none")]
    pub container: Option<String>,
    /// What the names of the objects begin with; none before anything is published.
    #[serde(default, deserialize_with = "text_or_none")]
    pub prefix: Option<String>,
    /// The object in which the guest agent keeps how far it has published.
    #[serde(default, deserialize_with = "text_or_none")]
    pub metafile: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// The guest agent writes Python's `None` as text (trove/guestagent/guest_log.py:213).
fn text_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.filter(|text| text != "None"))
}

impl Log {
    /// The container and the prefix of what is published.
    fn place(&self) -> Option<(&str, &str)> {
        Some((self.container.as_deref()?, self.prefix.as_deref()?))
    }

    /// Whether anything of it is published, and so can be read.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.place().is_some()
    }
}

/// What to do with a log. Nothing at all is allowed, and shows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogChange {
    /// Start to write it, or stop.
    pub enable: Option<bool>,
    /// Publish what is pending, which also enables it unless it is told to stop.
    pub publish: bool,
    /// Delete what is published, before anything is published anew.
    pub discard: bool,
}

impl LogChange {
    /// Publish what is pending.
    #[must_use]
    pub fn publish() -> Self {
        Self { publish: true, ..Self::default() }
    }
}

impl Resource for Log {
    const KIND: &'static str = "log";
    const ONE: &'static str = "log";
    const MANY: &'static str = "logs";
    const PATH: &'static str = "log";

    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

impl Tabular for Log {
    const COLUMNS: &'static [Column] = &[
        key("Name", &["name"]),
        key("Type", &["type"]),
        key("Status", &["status"]),
        key("Published", &["published"]),
        key("Pending", &["pending"]),
        key("Container", &["container"]),
        key("Prefix", &["prefix"]),
    ];

    const FIELDS: &'static [&'static str] =
        &["container", "metafile", "name", "pending", "prefix", "published", "status", "type"];
}

impl Client {
    /// The logs of an instance: `/instances/{id}/log`.
    #[must_use]
    pub fn logs(&self, instance_id: &str) -> Resources<'_, Log> {
        Resources::at(self, format!("instances/{}/log", query::segment(instance_id)))
    }
}

impl<'c> Resources<'c, Log> {
    /// One log by its name, as the object that the service sent: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// Status 400 for an unknown log, and for one that only administrators see.
    pub fn show_object(&self, name: &str) -> Result<Object> {
        self.change_object(name, LogChange::default())
    }

    /// One log by its name: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// As [`Self::show_object`].
    pub fn show(&self, name: &str) -> Result<Log> {
        self.show_object(name).and_then(decode)
    }

    /// Changes a log and gives it, as the object that the service sent: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// As [`Self::show_object`]; also for enabling or disabling a log of the system.
    pub fn change_object(&self, name: &str, change: LogChange) -> Result<Object> {
        if name.is_empty() {
            return Err(Error::invalid("the name of the log is empty"));
        }
        let flags = [
            ("enable", change.enable == Some(true)),
            ("disable", change.enable == Some(false)),
            ("publish", change.publish),
            ("discard", change.discard),
        ];
        let mut body = Object::from_iter([("name".to_owned(), name.into())]);
        body.extend(
            flags.into_iter().filter(|(_, on)| *on).map(|(flag, _)| (flag.into(), 1.into())),
        );
        let body = Value::Object(body);
        open::<Log>(self.client.post(&self.path, &body)?, &format!("POST {}", self.path))
    }

    /// Changes a log and gives it: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// As [`Self::change_object`].
    pub fn change(&self, name: &str, change: LogChange) -> Result<Log> {
        self.change_object(name, change).and_then(decode)
    }

    /// Reads what is published of a log, from its beginning.
    ///
    /// # Errors
    /// [`Error::Absent`] when nothing is; whatever the object store's list fails with.
    pub fn read(&self, log: &Log) -> Result<LogReader<'c>> {
        LogReader::open(self.client, log, None)
    }

    /// Reads the last `lines` lines of what is published of a log. Objects before them are not fetched.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn tail(&self, log: &Log, lines: u64) -> Result<LogReader<'c>> {
        LogReader::open(self.client, log, Some(lines))
    }
}
