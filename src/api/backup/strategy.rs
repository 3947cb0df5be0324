//! Backup strategies: in which container the data of backups goes.

use crate::Result;
use crate::api::backup::create::check_container;
use crate::api::collection::Resources;
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A backup strategy, as `GET /backup_strategies` lists it. There is one for the project at most,
/// and one for each instance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct BackupStrategy {
    /// The ID of the project.
    pub project_id: String,
    /// The ID of the instance; empty for that of the project.
    #[serde(default)]
    pub instance_id: Option<String>,
    /// What stores the data, as in `swift`.
    #[serde(default)]
    pub backend: Option<String>,
    /// The container for the data.
    #[serde(default)]
    pub swift_container: Option<String>,
}

/// A strategy to create, or to put in the place of the one there is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewBackupStrategy {
    /// The ID of the instance; for the whole project without one. The service does not check it
    /// (trove/backup/service.py:133).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// The container for the data.
    pub swift_container: String,
}

impl Resource for BackupStrategy {
    const KIND: &'static str = "backup strategy";
    const ONE: &'static str = "backup_strategy";
    const MANY: &'static str = "backup_strategies";
    const PATH: &'static str = "backup_strategies";
}

impl Client {
    /// The backup strategies of the project: `/backup_strategies`. They have no IDs, so that they
    /// can only be listed.
    ///
    /// Filters: `instance_id`, and for administrators `project_id`.
    #[must_use]
    pub fn backup_strategies(&self) -> Resources<'_, BackupStrategy> {
        Resources::new(self)
    }
}

impl Resources<'_, BackupStrategy> {
    /// Creates a strategy, or replaces the one there is: `POST /backup_strategies`.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a container that no backup could use.
    pub fn create(&self, new: &NewBackupStrategy) -> Result<BackupStrategy> {
        self.create_object(new).and_then(decode::<BackupStrategy>)
    }

    /// The same, giving the object that the service sent.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_object(&self, new: &NewBackupStrategy) -> Result<Object> {
        check_container(&new.swift_container)?;
        let reply = self.client.post(&self.path, &json!({ "backup_strategy": new }))?;
        open::<BackupStrategy>(reply, "POST backup_strategies")
    }

    /// Deletes the strategy of an instance, or without one that of the project: `DELETE
    /// /backup_strategies`. The project is the own one; another's is for administrators.
    ///
    /// # Errors
    /// Status 403 for others; none if there is no such strategy.
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
