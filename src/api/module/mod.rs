//! Modules: files that the guest agent applies to instances.

mod applied;
mod change;
mod columns;
mod reapply;
#[cfg(test)]
mod tests;

pub use applied::{AppliedModule, file_name};
pub use change::{Contents, ModuleUpdate, NewModule};
pub use reapply::Reapply;

use crate::Result;
use crate::api::collection::{Resources, missing};
use crate::api::query::segment;
use crate::api::resource::Resource;
use crate::api::{Client, Instance, Query};
use crate::json::Object;
use serde::Deserialize;

/// A module, as `GET /modules/{id}` returns it; never its contents.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Module {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
    /// What in the guest agent handles it, as in `ping`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The project it belongs to; none if it is for all.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// The ID of the datastore it is for; none if it is for all.
    #[serde(default)]
    pub datastore_id: Option<String>,
    /// The ID of the datastore version it is for; none if it is for all.
    #[serde(default)]
    pub datastore_version_id: Option<String>,
    /// Whether new instances get it without asking.
    #[serde(default)]
    pub auto_apply: bool,
    /// Whether it is applied before those that are not.
    #[serde(default)]
    pub priority_apply: bool,
    /// Its place among those of the same priority, 0 to 9.
    #[serde(default)]
    pub apply_order: u8,
    /// Whether only administrators may change it.
    #[serde(default)]
    pub is_admin: bool,
    /// The MD5 digest of the contents as they were sent: of the base64 text.
    #[serde(default)]
    pub md5: Option<String>,
    /// Whether others than administrators see it.
    #[serde(default)]
    pub visible: bool,
    /// Whether it can be changed while instances have it; not in lists.
    #[serde(default)]
    pub live_update: Option<bool>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Module {
    const KIND: &'static str = "module";
    const ONE: &'static str = "module";
    const MANY: &'static str = "modules";
    const PATH: &'static str = "modules";
}

/// How many instances have one state of a module's contents.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ModuleCount {
    /// The module's name.
    pub module_name: String,
    /// The module's ID.
    pub module_id: String,
    /// The digest of the contents that these instances have.
    pub module_md5: String,
    /// How many they are.
    pub instance_count: u64,
    /// Whether these are the contents of now.
    pub current: bool,
    /// When the first of them got it: UTC, without a zone.
    #[serde(default)]
    pub min_updated_date: Option<String>,
    /// When the last of them got it.
    #[serde(default)]
    pub max_updated_date: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for ModuleCount {
    const KIND: &'static str = "count";
    const ONE: &'static str = "count";
    const MANY: &'static str = "instances";
    const PATH: &'static str = "modules";
}

impl Client {
    /// The modules of the project, and those visible to all: `/modules`.
    #[must_use]
    pub fn modules(&self) -> Resources<'_, Module> {
        Resources::new(self)
    }

    /// The instances that have a module: `/modules/{id}/instances`. Those inside clusters are
    /// among them with the filter `include_clustered=True`.
    ///
    /// The service knows no more than 20 of them and does not say so (trove/module/service.py:189
    /// looks for further pages among those 20); [`module_counts`](Self::module_counts) counts all.
    #[must_use]
    pub fn module_instances(&self, module_id: &str) -> Resources<'_, Instance> {
        Resources::at(self, format!("modules/{}/instances", segment(module_id)))
    }

    /// How many instances have which state of a module: `/modules/{id}/instances?count_only=True`.
    ///
    /// # Errors
    /// [`Error::Api`](crate::Error::Api) with status 404 if there is no such module.
    pub fn module_counts(
        &self,
        module_id: &str,
        include_clustered: bool,
    ) -> Result<Vec<ModuleCount>> {
        let objects = self.module_count_objects(module_id, include_clustered)?;
        objects.into_iter().map(crate::api::reply::decode).collect()
    }

    /// The same, as the objects that the service sent.
    ///
    /// # Errors
    /// As [`module_counts`](Self::module_counts).
    pub fn module_count_objects(
        &self,
        module_id: &str,
        include_clustered: bool,
    ) -> Result<Vec<Object>> {
        let mut query = Query::new().filter("count_only", "True");
        if include_clustered {
            query = query.filter("include_clustered", "True");
        }
        let path = format!("modules/{}/instances", segment(module_id));
        Ok(self.page::<ModuleCount>(&path, &query)?.items)
    }
}

impl Resources<'_, Module> {
    /// The module of this name or ID with `instance_count` corrected: the service tells 2 for
    /// every module (trove/module/service.py:70 takes the length of a pair).
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn find_counted(&self, name_or_id: &str) -> Result<Object> {
        let mut module = self.find_object(name_or_id)?;
        let id = Module::id(&module).unwrap_or_default();
        if module.contains_key("instance_count") {
            let counts = self.client.module_counts(&id, true)?;
            let current = counts.iter().filter(|count| count.current);
            let count: u64 = current.map(|count| count.instance_count).sum();
            module.insert("instance_count".into(), count.into());
        }
        Ok(module)
    }

    /// The IDs of these names or IDs, each of which is there for certain: where the service is
    /// given an ID that it does not know, it does without (trove/module/models.py, `load_by_ids`).
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn find_all_ids(&self, names: &[String]) -> Result<Vec<String>> {
        let id = |name: &String| {
            let found = self.find_object(name)?;
            Module::id(&found).ok_or_else(|| missing(Module::KIND, name))
        };
        names.iter().map(id).collect()
    }
}
