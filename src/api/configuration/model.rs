//! A configuration group, as the service describes it.

use crate::Result;
use crate::api::collection::Collection;
use crate::api::query::segment;
use crate::api::resource::{Paging, Resource};
use crate::api::{Client, Instance};
use crate::json::Object;
use serde::Deserialize;
use serde_json::Value;

/// A configuration group, as `GET /configurations/{id}` returns it. Lists omit the optional fields.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Configuration {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// The values by the names of their parameters; values that look like passwords are `***`.
    #[serde(default)]
    pub values: Object,
    /// The number of instances that it is attached to.
    #[serde(default)]
    pub instance_count: Option<u64>,
    /// The name of its datastore.
    #[serde(default)]
    pub datastore_name: Option<String>,
    /// The ID of its datastore version.
    #[serde(default)]
    pub datastore_version_id: Option<String>,
    /// The name of its datastore version.
    #[serde(default)]
    pub datastore_version_name: Option<String>,
    /// The number of its datastore version.
    #[serde(default)]
    pub datastore_version_number: Option<String>,
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

impl Resource for Configuration {
    const NOUN: &'static str = "configuration";
    const KEY: &'static str = "configuration";
    const LIST_KEY: &'static str = "configurations";
    const PATH: &'static str = "configurations";
    const PAGING: Paging = Paging::ById;
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
    const NOUN: &'static str = "instance";
    const KEY: &'static str = "instance";
    const LIST_KEY: &'static str = "instances";
    const PATH: &'static str = "instances";
    const PAGING: Paging = Paging::ById;
}

impl Client {
    /// The configuration groups of the project: `/configurations`. Administrators get the groups of
    /// all projects; the service does not tell which project a group belongs to.
    #[must_use]
    pub fn configurations(&self) -> Collection<'_, Configuration> {
        Collection::new(self)
    }

    /// The instances that a group is attached to: `/configurations/{id}/instances`. The service has
    /// only the list.
    #[must_use]
    pub fn configuration_instances(&self, id: &str) -> Collection<'_, AttachedInstance> {
        Collection::with_path(self, format!("configurations/{}/instances", segment(id)))
    }
}

impl Collection<'_, Instance> {
    /// Fetches the configuration that an instance has without a configuration group: `GET
    /// /instances/{id}/configuration`.
    ///
    /// # Errors
    /// Status 404 for an unknown instance, 422 for an instance without a server yet.
    pub fn default_configuration(&self, id: &str) -> Result<Object> {
        let path = format!("{}/configuration", self.item_path(id));
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
