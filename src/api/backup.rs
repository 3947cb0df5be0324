//! Backups of instances.

use super::Client;
use super::resource::{Resource, Resources};
use crate::output::Object;
use serde::Deserialize;

/// A backup, as `GET /backups/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Backup {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// `NEW`, `BUILDING`, `COMPLETED`, `FAILED` …
    pub status: String,
    /// The ID of the instance it was taken of.
    #[serde(default)]
    pub instance_id: Option<String>,
    /// Size in GiB; null until it is done.
    #[serde(default)]
    pub size: Option<f64>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Backup {
    const KIND: &'static str = "backup";
    const ONE: &'static str = "backup";
    const MANY: &'static str = "backups";
    const PATH: &'static str = "backups";
    const OFFSET: bool = true;
}

impl Client {
    /// The backups of the project: `/backups`.
    #[must_use]
    pub fn backups(&self) -> Resources<'_, Backup> {
        Resources::new(self)
    }
}
