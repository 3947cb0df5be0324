//! Backup strategies: the containers that the data of backups is stored in.

use crate::Result;
use crate::api::backup::create::check_container;
use crate::api::collection::Collection;
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A backup strategy, as `GET /backup_strategies` lists it. A project has at most one for itself,
/// and one for each instance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct BackupStrategy {
    /// The ID of the project.
    pub project_id: String,
    /// The ID of the instance; empty for the strategy of the project.
    #[serde(default)]
    pub instance_id: Option<String>,
    /// The storage driver, as in `swift`.
    #[serde(default)]
    pub backend: Option<String>,
    /// The container for the data.
    #[serde(default)]
    pub swift_container: Option<String>,
}

/// A strategy to create, or to replace an existing one with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewBackupStrategy {
    /// The ID of the instance; none for the whole project. The service does not check it
    /// (trove/backup/service.py:133).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// The container for the data.
    pub swift_container: String,
}

impl Resource for BackupStrategy {
    const NOUN: &'static str = "backup strategy";
    const KEY: &'static str = "backup_strategy";
    const LIST_KEY: &'static str = "backup_strategies";
    const PATH: &'static str = "backup_strategies";
}

impl Client {
    /// The backup strategies of the project: `/backup_strategies`. They have no IDs and can only be
    /// listed.
    ///
    /// Filters: `instance_id`, and for administrators `project_id`.
    #[must_use]
    pub fn backup_strategies(&self) -> Collection<'_, BackupStrategy> {
        Collection::new(self)
    }
}

impl Collection<'_, BackupStrategy> {
    /// Creates a strategy, or replaces the existing one: `POST /backup_strategies`.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a container that no backup can use.
    pub fn create(&self, new: &NewBackupStrategy) -> Result<BackupStrategy> {
        self.create_object(new).and_then(decode::<BackupStrategy>)
    }

    /// Creates a strategy as [`create`](Self::create) does, and returns the object that the service
    /// sent.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create).
    pub fn create_object(&self, new: &NewBackupStrategy) -> Result<Object> {
        check_container(&new.swift_container)?;
        let reply = self.client.post(&self.path, &json!({ "backup_strategy": new }))?;
        open::<BackupStrategy>(reply, "POST backup_strategies")
    }

    /// Deletes the strategy of an instance, or the one of the project: `DELETE /backup_strategies`.
    /// Other projects are for administrators.
    ///
    /// # Errors
    /// Status 403 for others than administrators. A strategy that does not exist is no error.
    pub fn delete(&self, instance_id: Option<&str>, project_id: Option<&str>) -> Result<()> {
        let mut which = Query::new();
        for (key, value) in [("instance_id", instance_id), ("project_id", project_id)] {
            if let Some(value) = value {
                which = which.filter(key, value);
            }
        }
        self.client.delete(&which.path(&self.path))
    }
}
