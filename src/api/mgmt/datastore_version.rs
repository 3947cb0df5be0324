//! The datastore versions that administrators register.

use crate::api::collection::Collection;
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
    /// The manager of the guest agent, as in `mysql`.
    pub datastore_manager: String,
    /// The ID of the image of the servers; none if the image is chosen by tags.
    #[serde(default)]
    pub image: Option<String>,
    /// The tags of the image: the newest image with all of them is used.
    #[serde(default, deserialize_with = "filled")]
    pub image_tags: Vec<String>,
    /// The packages that the guest agent installs.
    #[serde(default, deserialize_with = "filled")]
    pub packages: Vec<String>,
    /// Whether instances can be created with the version.
    pub active: bool,
    /// Whether the version is the default one.
    #[serde(default)]
    pub default: bool,
    /// The class of the manager of the guest agent.
    #[serde(default)]
    pub registry_ext: Option<String>,
    /// The class of the replication strategy.
    #[serde(default)]
    pub repl_strategy: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// Reads a list: the service sends an empty list as one empty text
/// (trove/extensions/mgmt/datastores/views.py).
fn filled<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    let texts: Option<Vec<String>> = Option::deserialize(input)?;
    Ok(texts.unwrap_or_default().into_iter().filter(|text| !text.is_empty()).collect())
}

impl Resource for MgmtDatastoreVersion {
    const NOUN: &'static str = "datastore version";
    const KEY: &'static str = "version";
    const LIST_KEY: &'static str = "versions";
    const PATH: &'static str = "mgmt/datastore-versions";
}

/// A version to register. The service creates the datastore too if it does not exist.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewDatastoreVersion {
    /// Name.
    pub name: String,
    /// The datastore's name.
    pub datastore_name: String,
    /// The manager of the guest agent, as in `mysql`. An unknown manager crashes the service.
    pub datastore_manager: String,
    /// The tags of the image, instead of its ID.
    pub image_tags: Vec<String>,
    /// The packages that the guest agent installs.
    pub packages: Vec<String>,
    /// Whether instances can be created with the version.
    pub active: bool,
    /// Whether the version is the default one.
    pub default: bool,
    /// The ID of the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The class of the manager of the guest agent [default: that of `datastore_manager`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_ext: Option<String>,
    /// The class of the replication strategy [default: that of `datastore_manager`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repl_strategy: Option<String>,
    /// Version number [default: the name].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// A change to a version; fields that are `None` stay as they are. The number cannot be changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DatastoreVersionUpdate {
    /// The manager of the guest agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datastore_manager: Option<String>,
    /// The ID of the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The class of the manager of the guest agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_ext: Option<String>,
    /// The class of the replication strategy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repl_strategy: Option<String>,
    /// Whether instances can be created with the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Whether the version is the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
    /// The tags of the image; an empty list removes them. Tags without an image remove the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// Packages that the guest agent installs; an empty list removes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Vec<String>>,
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Collection<'_, MgmtDatastoreVersion> {
    /// Registers a version and returns its ID: `POST /mgmt/datastore-versions`, whose reply is empty,
    /// then `GET /mgmt/datastore-versions` to find the version.
    ///
    /// # Errors
    /// [`Error::Invalid`] without an image; status 400 if a version of this name and number exists, or
    /// if there is no such image; status 500 for an unknown manager, after creating the datastore.
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
        // The version is registered: a list that cannot be read is no failure of that.
        let made = self.objects(Query::new()).map_while(Result::ok).find(is_it);
        Ok(made.and_then(|object| MgmtDatastoreVersion::id(&object)))
    }

    /// Changes a version: `PATCH /mgmt/datastore-versions/{id}`, and again for the new name of a
    /// version that becomes the default.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change; status 400 for an unknown version or image.
    pub fn update(&self, id: &str, update: &DatastoreVersionUpdate) -> Result<()> {
        if *update == DatastoreVersionUpdate::default() {
            return Err(Error::invalid("nothing to change"));
        }
        let mut update = update.clone();
        // The service looks the default up by the old name after it has stored the new one
        // (trove/extensions/mgmt/datastores/service.py, `edit`).
        let renamed = update.name.take_if(|_| update.default == Some(true));
        self.client.patch(&self.item_path(id), &json!(update))?;
        if let Some(name) = renamed {
            self.client.patch(&self.item_path(id), &json!({ "name": name }))?;
        }
        Ok(())
    }

    /// Deletes a version: `DELETE /mgmt/datastore-versions/{id}`.
    ///
    /// # Errors
    /// Status 400 while an instance, a backup or a configuration group uses the version.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.item_path(id))
    }
}

impl Client {
    /// The versions of all datastores, including inactive ones: `/mgmt/datastore-versions`. For
    /// administrators.
    #[must_use]
    pub fn mgmt_datastore_versions(&self) -> Collection<'_, MgmtDatastoreVersion> {
        Collection::new(self)
    }
}
