//! Configuration groups: settings of databases, to be attached to instances.

mod change;
mod parameter;
#[cfg(test)]
mod tests;

pub use change::{ConfigurationUpdate, NewConfiguration};
pub use parameter::{
    ConfigurationParameter, MgmtConfigurationParameter, NewConfigurationParameter,
};

use crate::Result;
use crate::api::collection::Resources;
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::{Client, Instance};
use crate::json::Object;
use serde::Deserialize;
use serde_json::Value;

/// A configuration group, as `GET /configurations/{id}` returns it. Lists leave out what is optional here.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Configuration {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The settings by their names. What is like a password is `***` here.
    #[serde(default)]
    pub values: Object,
    /// How many instances it is attached to.
    #[serde(default)]
    pub instance_count: Option<u64>,
    /// The name of the datastore it is for.
    #[serde(default)]
    pub datastore_name: Option<String>,
    /// The ID of the datastore version it is for.
    #[serde(default)]
    pub datastore_version_id: Option<String>,
    /// The name of that version.
    #[serde(default)]
    pub datastore_version_name: Option<String>,
    /// The number of that version.
    #[serde(default)]
    pub datastore_version_number: Option<String>,
    /// UTC, without a zone, as in `2026-11-21T03:11:09`.
    #[serde(default)]
    pub created: Option<String>,
    /// As `created`.
    #[serde(default)]
    pub updated: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Configuration {
    const KIND: &'static str = "configuration";
    const ONE: &'static str = "configuration";
    const MANY: &'static str = "configurations";
    const PATH: &'static str = "configurations";
}

/// An instance that a configuration group is attached to.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct AttachedInstance {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
}

impl Resource for AttachedInstance {
    const KIND: &'static str = "instance";
    const ONE: &'static str = "instance";
    const MANY: &'static str = "instances";
    const PATH: &'static str = "instances";
}

impl Client {
    /// The configuration groups of the project: `/configurations`. Administrators get those of all
    /// projects, and no word of which is whose.
    #[must_use]
    pub fn configurations(&self) -> Resources<'_, Configuration> {
        Resources::new(self)
    }

    /// The instances that a group is attached to, to be listed: `/configurations/{id}/instances`.
    #[must_use]
    pub fn configuration_instances(&self, id: &str) -> Resources<'_, AttachedInstance> {
        Resources::at(self, format!("configurations/{}/instances", segment(id)))
    }
}

impl Resources<'_, Instance> {
    /// What the settings of an instance are without a configuration group: `GET
    /// /instances/{id}/configuration`.
    ///
    /// # Errors
    /// Status 404 for an unknown instance, 422 while it has no server yet.
    pub fn default_configuration(&self, id: &str) -> Result<Object> {
        let path = format!("{}/configuration", self.one(id));
        let mut reply = self.client.get(&path)?;
        match reply.pointer_mut("/instance/configuration").map(Value::take) {
            Some(Value::Object(settings)) => Ok(settings),
            _ => Err(crate::api::reply::unexpected(
                &format!("GET {path}"),
                "no 'configuration'".into(),
            )),
        }
    }
}
