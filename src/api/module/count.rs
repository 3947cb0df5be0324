//! The number of instances with each version of the contents of a module.

use crate::Result;
use crate::api::collection::Collection;
use crate::api::module::Module;
use crate::api::pager::Objects;
use crate::api::query::segment;
use crate::api::reply::decode;
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use serde::Deserialize;

/// The number of instances with one version of the contents of a module.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ModuleCount {
    /// The name of the module.
    pub module_name: String,
    /// The ID of the module.
    pub module_id: String,
    /// The MD5 digest of the contents.
    pub module_md5: String,
    /// The number of instances.
    pub instance_count: u64,
    /// Whether the contents are the current ones.
    pub current: bool,
    /// The time when the first instance got the contents: UTC, without a zone.
    #[serde(default)]
    pub min_updated_date: Option<String>,
    /// The time when the last instance got the contents.
    #[serde(default)]
    pub max_updated_date: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for ModuleCount {
    const NOUN: &'static str = "count";
    const KEY: &'static str = "count";
    const LIST_KEY: &'static str = "instances";
    const PATH: &'static str = "modules";
}

impl Client {
    /// Counts the instances with each version of the contents of a module: `GET
    /// /modules/{id}/instances?count_only=True`.
    ///
    /// # Errors
    /// [`Error::Api`](crate::Error::Api) with status 404 if there is no such module.
    pub fn module_counts(
        &self,
        module_id: &str,
        include_clustered: bool,
    ) -> Result<Vec<ModuleCount>> {
        let objects = self.module_count_objects(module_id, include_clustered)?;
        objects.into_iter().map(decode).collect()
    }

    /// Counts the instances as [`module_counts`](Self::module_counts) does, and returns the objects
    /// that the service sent.
    ///
    /// # Errors
    /// The errors of [`module_counts`](Self::module_counts).
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
        Objects::<ModuleCount>::new(self, path, query).collect()
    }
}

impl Collection<'_, Module> {
    /// Finds the module with this name or ID, and corrects its `instance_count`: the service sends 2
    /// for every module (trove/module/service.py:70 takes the length of a pair).
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
}
