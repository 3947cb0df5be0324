//! The modules of an instance, as its guest agent reports them.

use crate::api::collection::{Collection, only};
use crate::api::module::Module;
use crate::api::pager::Objects;
use crate::api::query::segment;
use crate::api::reply::{decode, rows, unexpected};
use crate::api::resource::Resource;
use crate::api::{Instance, Query};
use crate::json::Object;
use crate::secret::Secret;
use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

/// A module on an instance.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct AppliedModule {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
    /// The driver of the guest agent that handles it.
    #[serde(rename = "type")]
    pub module_type: String,
    /// The MD5 digest of the contents on the instance.
    #[serde(default)]
    pub md5: Option<String>,
    /// `OK` or `ERROR`.
    #[serde(default)]
    pub status: Option<String>,
    /// The message of the guest agent.
    #[serde(default)]
    pub message: Option<String>,
    /// The datastore that it is for, or `all`.
    #[serde(default)]
    pub datastore: Option<String>,
    /// The datastore version that it is for, or `all`.
    #[serde(default)]
    pub datastore_version: Option<String>,
    /// The contents in base64, if they were asked for.
    #[serde(default)]
    contents: Option<Secret>,
    /// Other fields that the guest agent sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl AppliedModule {
    /// Decodes the contents, if they were asked for.
    ///
    /// # Errors
    /// [`Error::Decode`] if there are no contents, or if they are not base64.
    pub fn contents(&self) -> Result<Vec<u8>> {
        let wrong = |detail: &str| {
            unexpected("a request for modules", format!("module '{}': {detail}", self.name))
        };
        // Python breaks base64 into lines (trove/common/stream_codecs.py).
        let text = self.contents.as_ref().ok_or_else(|| wrong("no 'contents' in it"))?;
        let text: String = text.expose().split_ascii_whitespace().collect();
        STANDARD.decode(text).map_err(|_| wrong("its contents are not base64"))
    }
}

impl Resource for AppliedModule {
    const NOUN: &'static str = "module";
    const KEY: &'static str = "module";
    const LIST_KEY: &'static str = "modules";
    const PATH: &'static str = "modules";
}

impl Collection<'_, Instance> {
    fn modules_path(&self, id: &str) -> String {
        format!("{}/modules", self.item_path(id))
    }

    /// Lists the modules of an instance: `GET /instances/{id}/modules`.
    ///
    /// # Errors
    /// Status 404 if there is no such instance, 400 if its guest agent does not answer.
    pub fn modules(&self, id: &str) -> Result<Vec<Object>> {
        self.modules_by(id, &Query::new())
    }

    /// Lists the modules of an instance as its guest agent reports them: `GET
    /// /instances/{id}/modules?from_guest=True`. Current services ask the guest agent anyway.
    ///
    /// # Errors
    /// The errors of [`modules`](Self::modules).
    pub fn query_modules(&self, id: &str) -> Result<Vec<Object>> {
        self.modules_by(id, &Query::new().filter("from_guest", "True"))
    }

    /// Fetches the modules of an instance with their contents:
    /// `GET /instances/{id}/modules?from_guest=True&include_contents=True`.
    ///
    /// # Errors
    /// The errors of [`modules`](Self::modules).
    pub fn retrieve_modules(&self, id: &str) -> Result<Vec<AppliedModule>> {
        // The service takes any text for yes, even `False` (trove/instance/service.py:862).
        let query = Query::new().filter("from_guest", "True").filter("include_contents", "True");
        self.modules_by(id, &query)?.into_iter().map(decode).collect()
    }

    fn modules_by(&self, id: &str, query: &Query) -> Result<Vec<Object>> {
        Objects::<AppliedModule>::new(self.client, self.modules_path(id), query.clone()).collect()
    }

    /// Applies modules to an instance: `POST /instances/{id}/modules`. Returns the report of the guest
    /// agent on each. The service ignores unknown IDs silently:
    /// [`find_all_ids`](Collection::find_all_ids) finds them out.
    ///
    /// # Errors
    /// Status 403 if a module is for another datastore version, 400 if the guest agent does not
    /// answer.
    pub fn apply_modules(&self, id: &str, module_ids: &[String]) -> Result<Vec<Object>> {
        if module_ids.is_empty() {
            return Err(Error::invalid("no module to apply"));
        }
        let ids: Vec<_> = module_ids.iter().map(|id| json!({ "id": id })).collect();
        let path = self.modules_path(id);
        let mut reply = self.client.post(&path, &json!({ "modules": ids }))?;
        rows(&mut reply, AppliedModule::LIST_KEY, &format!("POST {path}"))
    }

    /// Removes a module from an instance: `DELETE /instances/{id}/modules/{module_id}`.
    ///
    /// # Errors
    /// Status 404 if there is no such module.
    pub fn remove_module(&self, id: &str, module_id: &str) -> Result<()> {
        self.client.delete(&format!("{}/{}", self.modules_path(id), segment(module_id)))
    }
}

impl Collection<'_, Module> {
    /// Finds the ID of the module with this name or ID on an instance, even if the caller cannot list
    /// modules.
    ///
    /// # Errors
    /// [`Error::NotFound`], or [`Error::Ambiguous`] when several have the name.
    pub fn find_applied(&self, instance_id: &str, name_or_id: &str) -> Result<String> {
        match self.find_id(name_or_id) {
            // Administrators cannot list all modules, but those of an instance.
            Err(error) if error.status() == Some(500) => {
                let applied = self.client.instances().modules(instance_id)?;
                let named =
                    |module: &&Object| module.get("name").is_some_and(|name| name == name_or_id);
                let ids = applied.iter().filter(named).filter_map(Module::id).collect();
                only(Module::NOUN, name_or_id, ids)?.ok_or(error)
            }
            found => found,
        }
    }
}
