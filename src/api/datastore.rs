//! Datastores (database systems) and their versions.

use crate::Result;
use crate::api::collection::{Collection, missing, only};
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use serde::Deserialize;

/// A datastore, as `GET /datastores/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Datastore {
    /// ID.
    pub id: String,
    /// Name, as in `mysql`.
    pub name: String,
    /// The ID of the default version.
    #[serde(default)]
    pub default_version: Option<String>,
    /// The versions; only the active versions, except for administrators.
    #[serde(default)]
    pub versions: Vec<DatastoreVersion>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// A version of a datastore, as `GET /datastores/{datastore}/versions/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DatastoreVersion {
    /// ID.
    pub id: String,
    /// Name, which several versions of a datastore may share.
    pub name: String,
    /// Version number.
    #[serde(default)]
    pub version: Option<String>,
    /// The ID of the datastore.
    #[serde(default)]
    pub datastore: Option<String>,
    /// Other fields that the service sends, more of them to administrators.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Datastore {
    const NOUN: &'static str = "datastore";
    const KEY: &'static str = "datastore";
    const LIST_KEY: &'static str = "datastores";
    const PATH: &'static str = "datastores";

    /// Accepts any text: the service itself accepts a name as an ID here (trove/datastore/models.py).
    fn looks_like_id(_: &str) -> bool {
        true
    }

    /// Accepts any text without a dot, which the service would cut off (trove/common/wsgi.py).
    fn is_id(text: &str) -> bool {
        !text.contains('.')
    }
}

impl Resource for DatastoreVersion {
    const NOUN: &'static str = "datastore version";
    const KEY: &'static str = "version";
    const LIST_KEY: &'static str = "versions";
    const PATH: &'static str = "datastores/versions";

    /// Accepts any text, as for datastores.
    fn looks_like_id(_: &str) -> bool {
        true
    }
}

impl Collection<'_, Datastore> {
    /// Deletes a datastore (name or ID): `DELETE /datastores/{datastore}`. For administrators.
    ///
    /// # Errors
    /// Status 400 while it has versions.
    pub fn delete(&self, datastore: &str) -> Result<()> {
        self.client.delete(&self.item_path(datastore))
    }

    /// Finds the ID of the version with this name or ID, of any datastore. A UUID is used as the ID,
    /// without a request.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn find_version_id(&self, name_or_id: &str) -> Result<String> {
        if crate::api::is_uuid(name_or_id) {
            return Ok(name_or_id.to_owned());
        }
        let mut ids = Vec::new();
        for datastore in self.all(Query::new()) {
            let versions = datastore?.versions.into_iter();
            ids.extend(versions.filter(|version| version.name == name_or_id).map(|v| v.id));
        }
        let noun = DatastoreVersion::NOUN;
        only(noun, name_or_id, ids)?.ok_or_else(|| missing(noun, name_or_id))
    }
}

impl Client {
    /// The datastores: `/datastores`.
    #[must_use]
    pub fn datastores(&self) -> Collection<'_, Datastore> {
        Collection::new(self)
    }

    /// The versions of one datastore (name or ID): `/datastores/{datastore}/versions`.
    #[must_use]
    pub fn datastore_versions(&self, datastore: &str) -> Collection<'_, DatastoreVersion> {
        Collection::with_path(self, format!("datastores/{}/versions", segment(datastore)))
    }

    /// Fetches a version by its ID alone: `GET /datastores/versions/{id}`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such version.
    pub fn datastore_version(&self, id: &str) -> Result<Object> {
        let found = Collection::<DatastoreVersion>::new(self).fetch(id)?;
        let missing = || missing(DatastoreVersion::NOUN, id);
        found.ok_or_else(missing)
    }
}
