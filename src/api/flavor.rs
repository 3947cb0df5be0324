//! Flavors: the sizes of servers.

use crate::api::collection::Collection;
use crate::api::resource::Resource;
use crate::api::{Client, is_uuid};
use crate::json::Object;
use serde::Deserialize;
use serde_json::Value;

/// A flavor, as `GET /flavors/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Flavor {
    /// The ID as text. `id` is null for IDs that are not numbers (trove/flavor/views.py:38).
    #[serde(rename = "str_id")]
    pub id: String,
    /// Name.
    pub name: String,
    /// Memory in MiB.
    pub ram: u64,
    /// Virtual processors.
    #[serde(default)]
    pub vcpus: u64,
    /// Root disk in GiB.
    #[serde(default)]
    pub disk: u64,
    /// Ephemeral disk in GiB.
    #[serde(default)]
    pub ephemeral: u64,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Flavor {
    const NOUN: &'static str = "flavor";
    const KEY: &'static str = "flavor";
    const LIST_KEY: &'static str = "flavors";
    const PATH: &'static str = "flavors";

    fn looks_like_id(text: &str) -> bool {
        is_uuid(text) || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn id(object: &Object) -> Option<String> {
        let id = object.get("id").filter(|id| !id.is_null() && **id != 0 && **id != "");
        match id.or_else(|| object.get("str_id"))? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

impl Client {
    /// The flavors: `/flavors`.
    #[must_use]
    pub fn flavors(&self) -> Collection<'_, Flavor> {
        Collection::new(self)
    }

    /// The flavors that fit a datastore version:
    /// `/datastores/{datastore}/versions/{id}/flavors`. For an unknown version the service lists all
    /// flavors (trove/flavor/service.py).
    #[must_use]
    pub fn flavors_of(&self, datastore: &str, version_id: &str) -> Collection<'_, Flavor> {
        use crate::api::query::segment;
        let (datastore, version) = (segment(datastore), segment(version_id));
        Collection::with_path(self, format!("datastores/{datastore}/versions/{version}/flavors"))
    }
}
