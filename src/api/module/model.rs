//! A module, as the service describes it.

use crate::Result;
use crate::api::collection::{Collection, missing};
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::{Client, Instance};
use crate::json::Object;
use serde::Deserialize;

/// A module, as `GET /modules/{id}` returns it, without its contents.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Module {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
    /// The driver of the guest agent that handles it, as in `ping`.
    #[serde(rename = "type")]
    pub module_type: String,
    /// Description.
    #[serde(default)]
    pub description: Option<String>,
    /// The ID of the project; `None` for all projects.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// The ID of the datastore that the module is for; `None` for all datastores.
    #[serde(default)]
    pub datastore_id: Option<String>,
    /// The ID of the datastore version that the module is for; `None` for all versions.
    #[serde(default)]
    pub datastore_version_id: Option<String>,
    /// Whether it is applied to every new instance.
    #[serde(default)]
    pub auto_apply: bool,
    /// Whether it is applied before modules without priority.
    #[serde(default)]
    pub priority_apply: bool,
    /// The position among the modules of the same priority, 0 to 9.
    #[serde(default)]
    pub apply_order: u8,
    /// Whether only administrators may change it.
    #[serde(default)]
    pub is_admin: bool,
    /// The MD5 digest of the contents as base64 text.
    #[serde(default)]
    pub md5: Option<String>,
    /// Whether others than administrators see it.
    #[serde(default)]
    pub visible: bool,
    /// Whether it can be changed while instances have it; not in lists.
    #[serde(default)]
    pub live_update: Option<bool>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Module {
    const NOUN: &'static str = "module";
    const KEY: &'static str = "module";
    const LIST_KEY: &'static str = "modules";
    const PATH: &'static str = "modules";
}

impl Client {
    /// The modules of the project, and the modules that all projects see: `/modules`.
    #[must_use]
    pub fn modules(&self) -> Collection<'_, Module> {
        Collection::new(self)
    }

    /// The instances that have a module: `/modules/{id}/instances`. The filter
    /// `include_clustered=True` includes members of clusters.
    ///
    /// The service lists at most 20 instances and does not announce more (trove/module/service.py:189
    /// looks for further pages among those 20); [`module_counts`](Self::module_counts) counts all.
    #[must_use]
    pub fn module_instances(&self, module_id: &str) -> Collection<'_, Instance> {
        Collection::with_path(self, format!("modules/{}/instances", segment(module_id)))
    }
}

impl Collection<'_, Module> {
    /// Finds the IDs of these names or IDs, and makes sure that each exists: the service ignores
    /// unknown IDs silently (trove/module/models.py, `load_by_ids`).
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn find_all_ids(&self, names: &[String]) -> Result<Vec<String>> {
        let id = |name: &String| {
            let found = self.find_object(name)?;
            Module::id(&found).ok_or_else(|| missing(Module::NOUN, name))
        };
        names.iter().map(id).collect()
    }
}
