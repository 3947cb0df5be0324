//! Volume types: the kinds of data volumes on offer.

use crate::api::Client;
use crate::api::collection::Resources;
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::json::Object;
use crate::output::{Column, Tabular, key};
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
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for VolumeType {
    const KIND: &'static str = "volume type";
    const ONE: &'static str = "volume_type";
    const MANY: &'static str = "volume_types";
    /// Of its own it is not served since 2020 (trove/common/api.py).
    const PATH: &'static str = "volume-types";
}

impl Tabular for VolumeType {
    const COLUMNS: &'static [Column] = &[
        key("ID", &["id"]),
        key("Name", &["name"]),
        key("Is Public", &["is_public"]),
        key("Description", &["description"]),
    ];
}

impl Client {
    /// The volume types that fit a datastore version:
    /// `GET /datastores/{datastore}/versions/{id}/volume-types`. An unknown version gives all
    /// of them (trove/volume_type/models.py). Only the list is served.
    #[must_use]
    pub fn volume_types_of(&self, datastore: &str, version_id: &str) -> Resources<'_, VolumeType> {
        let (datastore, version) = (segment(datastore), segment(version_id));
        Resources::at(self, format!("datastores/{datastore}/versions/{version}/volume-types"))
    }
}
