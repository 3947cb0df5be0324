//! Versions of datastores, as administrators register them.

use crate::api::collection::Resources;
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A version of any datastore, as `GET /mgmt/datastore-versions/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MgmtDatastoreVersion {
    /// ID.
    pub id: String,
    /// Name, which several versions of a datastore may share.
    pub name: String,
    /// Version number.
    pub version: String,
    /// The ID of its datastore.
    pub datastore_id: String,
    /// The name of its datastore.
    pub datastore_name: String,
    /// What the guest agent is told to be, as in `mysql`.
    pub datastore_manager: String,
    /// The ID of the image that servers are built from; none where tags choose it.
    #[serde(default)]
    pub image: Option<String>,
    /// The tags of the image; the newest one that has all of them is taken.
    #[serde(default, deserialize_with = "filled")]
    pub image_tags: Vec<String>,
    /// Packages that the guest agent installs.
    #[serde(default, deserialize_with = "filled")]
    pub packages: Vec<String>,
    /// Whether instances can be created with it.
    pub active: bool,
    /// Whether it is taken when none is asked for.
    #[serde(default)]
    pub default: bool,
    /// The class of the guest agent's manager.
    #[serde(default)]
    pub registry_ext: Option<String>,
    /// The class of the strategy for replication.
    #[serde(default)]
    pub repl_strategy: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// None is sent as one empty text (trove/extensions/mgmt/datastores/views.py).
fn filled<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    let texts: Option<Vec<String>> = Option::deserialize(input)?;
    Ok(texts.unwrap_or_default().into_iter().filter(|text| !text.is_empty()).collect())
}

impl Resource for MgmtDatastoreVersion {
    const KIND: &'static str = "datastore version";
    const ONE: &'static str = "version";
    const MANY: &'static str = "versions";
    const PATH: &'static str = "mgmt/datastore-versions";
}

/// A version to register. The datastore is made too if there is none of that name.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewDatastoreVersion {
    /// Name.
    pub name: String,
    /// The datastore's name.
    pub datastore_name: String,
    /// What the guest agent is to be, as in `mysql`. One that the service does not know crashes it.
    pub datastore_manager: String,
    /// The tags of the image, in place of its ID.
    pub image_tags: Vec<String>,
    /// Packages that the guest agent installs.
    pub packages: Vec<String>,
    /// Whether instances can be created with it.
    pub active: bool,
    /// Whether it is taken when none is asked for.
    pub default: bool,
    /// The ID of the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The class of the guest agent's manager, if not the one of `datastore_manager`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_ext: Option<String>,
    /// The class of the strategy for replication, if not the one of `datastore_manager`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repl_strategy: Option<String>,
    /// Version number; the name if none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What to change of a version. Its number cannot be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DatastoreVersionUpdate {
    /// What the guest agent is to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datastore_manager: Option<String>,
    /// The ID of the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The class of the guest agent's manager.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_ext: Option<String>,
    /// The class of the strategy for replication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repl_strategy: Option<String>,
    /// Whether instances can be created with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Whether it is taken when none is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
    /// The tags of the image; an empty list removes them. Without an image beside them the one
    /// there was is dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// Packages that the guest agent installs; an empty list removes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Vec<String>>,
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Resources<'_, MgmtDatastoreVersion> {
    /// Registers a version, and gives its ID: `POST /mgmt/datastore-versions`, whose reply is
    /// empty, then `GET /mgmt/datastore-versions` to find it.
    ///
    /// # Errors
    /// [`Error::Invalid`] without an image; status 400 if there is one of this name and number, or
    /// no such image. Status 500 for an unknown manager: the datastore is there then.
    pub fn create(&self, new: &NewDatastoreVersion) -> Result<Option<String>> {
        if new.image.is_none() && new.image_tags.is_empty() {
            return Err(Error::invalid("a version needs an image")
                .with_hint("give the ID of the image, or its tags"));
        }
        self.client.post(&self.path, &json!({ "version": new }))?;
        let number = new.version.as_ref().unwrap_or(&new.name);
        let is_it = |object: &Object| {
            [("datastore_name", &new.datastore_name), ("name", &new.name), ("version", number)]
                .iter()
                .all(|(key, value)| object.get(*key).is_some_and(|found| found == value.as_str()))
        };
        // It is made: a list that cannot be read is no failure of the creation.
        let made = self.objects(Query::new()).map_while(Result::ok).find(is_it);
        Ok(made.and_then(|object| MgmtDatastoreVersion::id(&object)))
    }

    /// Changes a version: `PATCH /mgmt/datastore-versions/{id}`, and once more for the name of one
    /// that becomes the default.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change; status 400 for an unknown version or image.
    pub fn update(&self, id: &str, update: &DatastoreVersionUpdate) -> Result<()> {
        if *update == DatastoreVersionUpdate::default() {
            return Err(Error::invalid("nothing to change"));
        }
        let mut update = update.clone();
        // The service looks for the default by the old name when the new one is stored already
        // (trove/extensions/mgmt/datastores/service.py, `edit`).
        let renamed = update.name.take_if(|_| update.default == Some(true));
        self.client.patch(&self.one(id), &json!(update))?;
        if let Some(name) = renamed {
            self.client.patch(&self.one(id), &json!({ "name": name }))?;
        }
        Ok(())
    }

    /// Removes a version: `DELETE /mgmt/datastore-versions/{id}`.
    ///
    /// # Errors
    /// Status 400 while an instance, a backup or a configuration group is of it.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.one(id))
    }
}

impl Client {
    /// The versions of all datastores, inactive ones included: `/mgmt/datastore-versions`. For
    /// administrators.
    #[must_use]
    pub fn mgmt_datastore_versions(&self) -> Resources<'_, MgmtDatastoreVersion> {
        Resources::new(self)
    }
}
