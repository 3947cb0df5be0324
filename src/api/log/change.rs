//! Showing a log, turning it on and off, publishing it.

use crate::api::collection::Collection;
use crate::api::log::Log;
use crate::api::reply::{decode, open};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::Value;

/// A change to a log. An empty change shows the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LogChange {
    /// Whether to enable or disable the log.
    pub enable: Option<bool>,
    /// Whether to publish pending entries; enables the log too, unless `disable` is set.
    pub publish: bool,
    /// Whether to delete the published entries.
    pub discard: bool,
}

impl LogChange {
    /// A change that publishes pending entries.
    #[must_use]
    pub fn publish() -> Self {
        Self { publish: true, ..Self::default() }
    }
}

impl Collection<'_, Log> {
    /// Fetches one log by its name, as the object that the service sent: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// Status 400 for an unknown log, and for a log that only administrators see.
    pub fn show_object(&self, name: &str) -> Result<Object> {
        self.change_object(name, LogChange::default())
    }

    /// Fetches one log by its name: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// The errors of [`show_object`](Self::show_object).
    pub fn show(&self, name: &str) -> Result<Log> {
        self.show_object(name).and_then(decode)
    }

    /// Changes a log and returns the object that the service sent: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// The errors of [`show_object`](Self::show_object); also status 400 for enabling or disabling a
    /// log of the system.
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

    /// Changes a log and returns it: `POST /instances/{id}/log`.
    ///
    /// # Errors
    /// The errors of [`change_object`](Self::change_object).
    pub fn change(&self, name: &str, change: LogChange) -> Result<Log> {
        self.change_object(name, change).and_then(decode)
    }
}
