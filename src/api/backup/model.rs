//! A backup, as the service describes it.

use crate::Result;
use crate::api::collection::{Collection, missing};
use crate::api::query::segment;
use crate::api::resource::{Paging, Resource};
use crate::api::{BackupStatus, Client};
use crate::json::Object;
use serde::Deserialize;

/// A backup, as `GET /backups/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Backup {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// Status.
    pub status: BackupStatus,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// The ID of its instance; none if the backup was taken elsewhere.
    #[serde(default)]
    pub instance_id: Option<String>,
    /// The ID of the parent, if the backup is incremental.
    #[serde(default)]
    pub parent_id: Option<String>,
    /// Size in GiB; none until the backup is done.
    #[serde(default)]
    pub size: Option<f64>,
    /// The URL of the data; none until the backup is done.
    #[serde(default, rename = "locationRef")]
    pub location: Option<String>,
    /// The datastore that the backup can be restored to.
    #[serde(default)]
    pub datastore: Option<BackupDatastore>,
    /// The ID of its project.
    #[serde(default)]
    pub project_id: Option<String>,
    /// UTC, without a zone, as in `2026-11-21T03:11:09`.
    #[serde(default)]
    pub created: Option<String>,
    /// UTC, without a zone.
    #[serde(default)]
    pub updated: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// The datastore of a backup.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct BackupDatastore {
    /// The datastore's name.
    #[serde(rename = "type")]
    pub name: String,
    /// The name of the version.
    pub version: String,
    /// The ID of the version.
    pub version_id: String,
}

impl Resource for Backup {
    const NOUN: &'static str = "backup";
    const KEY: &'static str = "backup";
    const LIST_KEY: &'static str = "backups";
    const PATH: &'static str = "backups";
    const PAGING: Paging = Paging::ByOffset;
}

/// A backup among those of one instance, as `GET /instances/{id}/backups` lists it.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct InstanceBackup(pub Backup);

impl Resource for InstanceBackup {
    const NOUN: &'static str = Backup::NOUN;
    const KEY: &'static str = Backup::KEY;
    const LIST_KEY: &'static str = Backup::LIST_KEY;
    const PATH: &'static str = Backup::PATH;
    const PAGING: Paging = Paging::ByOffset;
}

impl Client {
    /// The backups of the project: `/backups`.
    ///
    /// Filters: `instance_id`, `datastore` (name or ID), and for administrators `project_id` and
    /// `all_projects`.
    #[must_use]
    pub fn backups(&self) -> Collection<'_, Backup> {
        Collection::new(self)
    }

    /// The backups of one instance, by its ID: `/instances/{id}/backups`. The service has only the
    /// list.
    #[must_use]
    pub fn instance_backups(&self, instance_id: &str) -> Collection<'_, InstanceBackup> {
        Collection::with_path(self, format!("instances/{}/backups", segment(instance_id)))
    }
}

impl Collection<'_, InstanceBackup> {
    /// Finds the ID of the backup of this instance with this name or ID. A UUID is used as the ID,
    /// without a request.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or
    /// [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn listed_id(&self, name_or_id: &str) -> Result<String> {
        if crate::api::is_uuid(name_or_id) {
            return Ok(name_or_id.to_owned());
        }
        self.look_up(name_or_id)?.ok_or_else(|| missing(Backup::NOUN, name_or_id))
    }
}
