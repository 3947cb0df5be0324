//! Changing and deleting a module.

use crate::api::collection::Collection;
use crate::api::module::create::{check_order, datastore, flag};
use crate::api::module::{Contents, Module};
use crate::api::reply::{decode, open};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::json;

/// A change to a module; fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleUpdate {
    /// A new name.
    pub name: Option<String>,
    /// A new type.
    pub module_type: Option<String>,
    /// New contents.
    pub contents: Option<Contents>,
    /// Description.
    pub description: Option<String>,
    /// The datastore that the module is for, by name or ID.
    pub datastore: Option<String>,
    /// The datastore version that the module is for, by name or ID.
    pub datastore_version: Option<String>,
    /// Whether to make the module available for all datastores.
    pub all_datastores: bool,
    /// Whether to make the module available for all versions of the datastore.
    pub all_datastore_versions: bool,
    /// Whether to apply the module to every new instance; for administrators.
    pub auto_apply: Option<bool>,
    /// Whether the module is for all projects; for administrators.
    pub all_tenants: Option<bool>,
    /// Whether to hide the module from other users; for administrators.
    pub hidden: Option<bool>,
    /// Whether the module can be changed while instances have it.
    pub live_update: Option<bool>,
    /// Whether to apply the module before modules without priority; for administrators.
    pub priority_apply: Option<bool>,
    /// The position among the modules of the same priority, 0 to 9.
    pub apply_order: Option<u8>,
    /// Whether other users may change the module; for administrators.
    pub full_access: Option<bool>,
}

impl ModuleUpdate {
    /// Returns whether there is nothing to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn check(&self) -> Result<()> {
        check_order(self.apply_order)?;
        if self.all_datastores && (self.datastore.is_some() || self.datastore_version.is_some()) {
            return Err(Error::invalid("a module is for one datastore or for all, not both"));
        }
        if self.all_datastore_versions && self.datastore_version.is_some() {
            return Err(Error::invalid(
                "a module is for one datastore version or for all, not both",
            ));
        }
        Ok(())
    }

    fn body(&self) -> Result<Object> {
        if self.is_empty() {
            return Err(Error::invalid("nothing to change"));
        }
        self.check()?;
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        if let Some(name) = &self.name {
            put("name", json!(name));
        }
        if let Some(module_type) = &self.module_type {
            // The service ignores the schema's `type` (trove/module/service.py:126), and does not
            // convert this to lower case as it does on creation.
            put("module_type", json!(module_type.to_lowercase()));
        }
        if let Some(contents) = &self.contents {
            put("contents", json!(contents.encoded()?));
        }
        if let Some(description) = &self.description {
            put("description", json!(description));
        }
        if let Some(of) = datastore(self.datastore.as_ref(), self.datastore_version.as_ref()) {
            put("datastore", json!(of));
        }
        if self.all_datastores {
            put("all_datastores", json!(1));
        }
        if self.all_datastores || self.all_datastore_versions {
            // The service refuses a version without a datastore (trove/datastore/models.py:585).
            put("all_datastore_versions", json!(1));
        }
        let flags = [
            ("all_tenants", self.all_tenants),
            ("auto_apply", self.auto_apply),
            ("visible", self.hidden.map(|hidden| !hidden)),
            ("live_update", self.live_update),
            ("priority_apply", self.priority_apply),
        ];
        for (key, value) in flags {
            value.map(|value| put(key, json!(flag(value))));
        }
        if let Some(order) = self.apply_order {
            put("apply_order", json!(order));
        }
        if let Some(full) = self.full_access {
            put("full_access", json!(flag(full)));
        }
        Ok(body)
    }
}

impl Collection<'_, Module> {
    /// Changes a module: `PUT /modules/{id}`. Instances that have it keep the old contents until it is
    /// applied again.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change; status 403 while instances have the module,
    /// unless it has `live_update`, and for flags that are for administrators.
    pub fn update(&self, id: &str, update: &ModuleUpdate) -> Result<Module> {
        self.update_object(id, update).and_then(decode)
    }

    /// Changes a module as [`update`](Self::update) does, and returns the object that the service sent.
    ///
    /// # Errors
    /// The errors of [`update`](Self::update).
    pub fn update_object(&self, id: &str, update: &ModuleUpdate) -> Result<Object> {
        let path = self.item_path(id);
        let reply = self.client.put(&path, &json!({ "module": update.body()? }))?;
        open::<Module>(reply, &format!("PUT {path}"))
    }

    /// Deletes a module: `DELETE /modules/{id}`.
    ///
    /// # Errors
    /// Status 403 while instances have the module, unless it has `live_update`.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.item_path(id))
    }
}
