//! Datastores (kinds of databases) and their versions.

use crate::Result;
use crate::api::collection::{Resources, missing, only};
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use crate::output::{Column, Tabular, key};
use serde::Deserialize;
use serde_json::Value;

/// A kind of database, as `GET /datastores/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Datastore {
    /// ID.
    pub id: String,
    /// Name, as in `mysql`.
    pub name: String,
    /// The ID of the version that is taken when none is asked for.
    #[serde(default)]
    pub default_version: Option<String>,
    /// Its versions, of which others than administrators see the active ones.
    #[serde(default)]
    pub versions: Vec<DatastoreVersion>,
    /// What else the service says of it.
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
    /// What else the service says of it; administrators see more.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Datastore {
    const KIND: &'static str = "datastore";
    const ONE: &'static str = "datastore";
    const MANY: &'static str = "datastores";
    const PATH: &'static str = "datastores";

    /// The service itself takes a name for an ID here (trove/datastore/models.py).
    fn looks_like_id(_: &str) -> bool {
        true
    }

    /// The same, but for what it would cut off at the dot (trove/common/wsgi.py).
    fn is_id(text: &str) -> bool {
        !text.contains('.')
    }
}

impl Resource for DatastoreVersion {
    const KIND: &'static str = "datastore version";
    const ONE: &'static str = "version";
    const MANY: &'static str = "versions";
    const PATH: &'static str = "datastores/versions";

    /// As for datastores.
    fn looks_like_id(_: &str) -> bool {
        true
    }
}

impl Tabular for Datastore {
    const COLUMNS: &'static [Column] = &[key("ID", &["id"]), key("Name", &["name"])];

    /// `versions` becomes lines of `name (id)`, the default version its name.
    fn fields(mut object: Object) -> Object {
        let versions = object.shift_remove("versions");
        let versions = versions.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let text = |version: &Value, key: &str| {
            version.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let lines: Vec<String> =
            versions.iter().map(|v| format!("{} ({})", text(v, "name"), text(v, "id"))).collect();
        // A default that is inactive is not among the versions: its ID is all there is.
        if let Some(default) = object.get_mut("default_version")
            && let Some(version) =
                versions.iter().find(|version| version.get("id") == Some(&*default))
        {
            *default = text(version, "name").into();
        }
        object.shift_remove("links");
        object.insert("versions (id)".into(), lines.join("\n").into());
        object
    }
}

impl Tabular for DatastoreVersion {
    const COLUMNS: &'static [Column] =
        &[key("ID", &["id"]), key("Name", &["name"]), key("Version", &["version"])];
}

impl Resources<'_, Datastore> {
    /// Removes a datastore (name or ID): `DELETE /datastores/{datastore}`. For administrators.
    ///
    /// # Errors
    /// Status 400 while it has versions.
    pub fn delete(&self, datastore: &str) -> Result<()> {
        self.client.delete(&self.one(datastore))
    }

    /// The ID of the version that has this name or ID, of whichever datastore. A UUID is taken to
    /// be an ID, unseen.
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
        let kind = DatastoreVersion::KIND;
        only(kind, name_or_id, ids)?.ok_or_else(|| missing(kind, name_or_id))
    }
}

impl Client {
    /// The datastores: `/datastores`.
    #[must_use]
    pub fn datastores(&self) -> Resources<'_, Datastore> {
        Resources::new(self)
    }

    /// The versions of one datastore (name or ID): `/datastores/{datastore}/versions`.
    #[must_use]
    pub fn datastore_versions(&self, datastore: &str) -> Resources<'_, DatastoreVersion> {
        Resources::at(self, format!("datastores/{}/versions", segment(datastore)))
    }

    /// A version by its ID alone: `GET /datastores/versions/{id}`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is none.
    pub fn datastore_version(&self, id: &str) -> Result<Object> {
        let found = Resources::<DatastoreVersion>::new(self).fetch(id)?;
        let missing = || missing(DatastoreVersion::KIND, id);
        found.ok_or_else(missing)
    }
}
