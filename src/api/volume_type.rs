//! Volume types: the types of data volumes.

use crate::api::Client;
use crate::api::collection::Collection;
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::json::Object;
use serde::Deserialize;

/// A volume type, as `GET /datastores/{datastore}/versions/{id}/volume-types` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct VolumeType {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether every project may use it.
    #[serde(default)]
    pub is_public: Option<bool>,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for VolumeType {
    const NOUN: &'static str = "volume type";
    const KEY: &'static str = "volume_type";
    const LIST_KEY: &'static str = "volume_types";
    /// The service has had no such route since 2020 (trove/common/api.py).
    const PATH: &'static str = "volume-types";
}

impl Client {
    /// The volume types that fit a datastore version:
    /// `GET /datastores/{datastore}/versions/{id}/volume-types`. For an unknown version the service
    /// lists all volume types (trove/volume_type/models.py). The collection can only be listed.
    #[must_use]
    pub fn volume_types_of(&self, datastore: &str, version_id: &str) -> Collection<'_, VolumeType> {
        let (datastore, version) = (segment(datastore), segment(version_id));
        Collection::with_path(
            self,
            format!("datastores/{datastore}/versions/{version}/volume-types"),
        )
    }
}
