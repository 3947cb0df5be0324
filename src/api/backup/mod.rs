//! Backups of instances.

mod create;
mod goal;
mod strategy;
#[cfg(test)]
mod tests;

pub use create::{NewBackup, RemoteBackup};
pub use goal::BackupGoal;
pub use strategy::{BackupStrategy, NewBackupStrategy};

use crate::api::collection::Resources;
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::{BackupStatus, Client};
use crate::json::{Object, text};
use crate::{Error, Result};
use serde::Deserialize;

/// A backup, as `GET /backups/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Backup {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// How far it is.
    pub status: BackupStatus,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The ID of the instance it was taken of; none if it came from elsewhere.
    #[serde(default)]
    pub instance_id: Option<String>,
    /// The ID of the backup that this one adds to; none if it is a full one.
    #[serde(default)]
    pub parent_id: Option<String>,
    /// Size in GiB; none until it is done.
    #[serde(default)]
    pub size: Option<f64>,
    /// Where the data is; none until it is done.
    #[serde(default, rename = "locationRef")]
    pub location: Option<String>,
    /// What it can be restored to.
    #[serde(default)]
    pub datastore: Option<BackupDatastore>,
    /// The ID of the project it belongs to.
    #[serde(default)]
    pub project_id: Option<String>,
    /// UTC, without a zone, as in `2026-11-21T03:11:09`.
    #[serde(default)]
    pub created: Option<String>,
    /// UTC, without a zone.
    #[serde(default)]
    pub updated: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// The datastore of a backup.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct BackupDatastore {
    /// The datastore's name.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name of the version.
    pub version: String,
    /// The ID of the version.
    pub version_id: String,
}

impl Resource for Backup {
    const KIND: &'static str = "backup";
    const ONE: &'static str = "backup";
    const MANY: &'static str = "backups";
    const PATH: &'static str = "backups";
    const OFFSET: bool = true;
}

/// A backup among those of one instance, as `GET /instances/{id}/backups` lists it.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct InstanceBackup(pub Backup);

impl Resource for InstanceBackup {
    const KIND: &'static str = Backup::KIND;
    const ONE: &'static str = Backup::ONE;
    const MANY: &'static str = Backup::MANY;
    const PATH: &'static str = Backup::PATH;
    const OFFSET: bool = true;
}

impl Client {
    /// The backups of the project: `/backups`.
    ///
    /// Filters: `instance_id`, `datastore` (name or ID), and for administrators `project_id` and
    /// `all_projects`.
    #[must_use]
    pub fn backups(&self) -> Resources<'_, Backup> {
        Resources::new(self)
    }

    /// The backups of one instance, by its ID, of which only the list can be had:
    /// `/instances/{id}/backups`.
    #[must_use]
    pub fn instance_backups(&self, instance_id: &str) -> Resources<'_, InstanceBackup> {
        Resources::at(self, format!("instances/{}/backups", segment(instance_id)))
    }
}

impl Resources<'_, InstanceBackup> {
    /// The ID of the backup of this instance that has this name or ID. A UUID is taken to be an
    /// ID, unseen.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn listed_id(&self, name_or_id: &str) -> Result<String> {
        if crate::api::is_uuid(name_or_id) {
            return Ok(name_or_id.to_owned());
        }
        let missing = || Error::NotFound { noun: Backup::KIND, name: name_or_id.to_owned() };
        self.id_of(name_or_id)?.ok_or_else(missing)
    }
}

impl Resources<'_, Backup> {
    /// Deletes a backup, and with it those that add to it: `DELETE /backups/{id}`.
    ///
    /// # Errors
    /// [`Error::Api`] with status 404 if there is none, 422 or 500 while it is being taken.
    pub fn delete(&self, id: &str) -> Result<()> {
        match self.client.delete(&self.one(id)) {
            Err(Error::Api(mut error)) if error.status == 500 => {
                // The age of a running one cannot be computed (trove/backup/models.py:344).
                if let Some(status) = self.running(id) {
                    error.message =
                        format!("it is {status}, and cannot be deleted until it is done");
                }
                Err(Error::Api(error))
            }
            outcome => outcome,
        }
    }

    /// The status of a backup that is being taken.
    fn running(&self, id: &str) -> Option<String> {
        let backup = self.get_object(id).ok()?;
        let status = text(&backup, "status")?;
        BackupStatus::from(status).is_running().then(|| status.to_owned())
    }
}
