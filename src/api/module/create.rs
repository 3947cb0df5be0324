//! Creating a module.

use crate::api::collection::Collection;
use crate::api::module::{Contents, Module};
use crate::api::reply::{decode, open};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::json;

/// A module to create. The name, the type and some contents are required.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the service has so many flags")]
pub struct NewModule {
    /// Name.
    pub name: String,
    /// The driver of the guest agent that handles the module, as in `ping`.
    pub module_type: String,
    /// The file.
    pub contents: Contents,
    /// Description.
    pub description: Option<String>,
    /// The datastore that the module is for, by name or ID [default: all].
    pub datastore: Option<String>,
    /// The datastore version that the module is for, by name or ID [default: all].
    pub datastore_version: Option<String>,
    /// Whether to apply the module to every new instance; for administrators.
    pub auto_apply: bool,
    /// Whether the module is for all projects; for administrators.
    pub all_tenants: bool,
    /// Whether to hide the module from other users; for administrators.
    pub hidden: bool,
    /// Whether the module can be changed while instances have it.
    pub live_update: bool,
    /// Whether to apply the module before modules without priority; for administrators.
    pub priority_apply: bool,
    /// The position among the modules of the same priority, 0 to 9 [default: 5].
    pub apply_order: Option<u8>,
    /// Whether other users may change the module; for administrators.
    pub full_access: Option<bool>,
}

/// A flag as the integer 0 or 1 (trove/common/apischema.py, `boolean_string`).
pub(super) fn flag(value: bool) -> u8 {
    u8::from(value)
}

pub(super) fn check_order(order: Option<u8>) -> Result<()> {
    match order {
        Some(order @ 10..) => Err(Error::invalid(format!("apply order {order} is not in 0 to 9"))),
        _ => Ok(()),
    }
}

/// The `datastore` of a body, if a name or a version is given.
pub(super) fn datastore(name: Option<&String>, version: Option<&String>) -> Option<Object> {
    let mut datastore = Object::new();
    datastore.extend(name.map(|name| ("type".to_owned(), name.as_str().into())));
    datastore.extend(version.map(|version| ("version".to_owned(), version.as_str().into())));
    (!datastore.is_empty()).then_some(datastore)
}

impl NewModule {
    fn body(&self) -> Result<Object> {
        check_order(self.apply_order)?;
        if self.datastore_version.is_some() && self.datastore.is_none() {
            return Err(Error::invalid("a datastore version needs its datastore"));
        }
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        put("name", json!(self.name));
        // The service keeps it in lower case.
        put("module_type", json!(self.module_type.to_lowercase()));
        put("contents", json!(self.contents.encoded()?));
        if let Some(description) = &self.description {
            put("description", json!(description));
        }
        if let Some(of) = datastore(self.datastore.as_ref(), self.datastore_version.as_ref()) {
            put("datastore", json!(of));
        }
        put("all_tenants", json!(flag(self.all_tenants)));
        put("auto_apply", json!(flag(self.auto_apply)));
        put("visible", json!(flag(!self.hidden)));
        put("live_update", json!(flag(self.live_update)));
        put("priority_apply", json!(flag(self.priority_apply)));
        put("apply_order", json!(self.apply_order.unwrap_or(5)));
        if let Some(full) = self.full_access {
            put("full_access", json!(flag(full)));
        }
        Ok(body)
    }
}

impl Collection<'_, Module> {
    /// Creates a module: `POST /modules`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the module has no contents; status 403 for flags that are for
    /// administrators, 404 for an unknown type, 400 if a module of this name and type exists for the
    /// datastore version.
    pub fn create(&self, new: &NewModule) -> Result<Module> {
        self.create_object(new).and_then(decode)
    }

    /// Creates a module as [`create`](Self::create) does, and returns the object that the service sent.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create).
    pub fn create_object(&self, new: &NewModule) -> Result<Object> {
        let reply = self.client.post(&self.path, &json!({ "module": new.body()? }))?;
        open::<Module>(reply, "POST modules")
    }
}
