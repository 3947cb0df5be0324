//! Creating, changing and deleting modules.

use crate::api::collection::Resources;
use crate::api::module::Module;
use crate::api::reply::{decode, open};
use crate::json::Object;
use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::fmt;

/// The file of a module. The service keeps it encrypted, and no debug output shows it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contents(Vec<u8>);

impl From<Vec<u8>> for Contents {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&str> for Contents {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}

/// What to create. The name, the type and some contents are always needed.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the service has so many flags")]
pub struct NewModule {
    /// Name.
    pub name: String,
    /// What in the guest agent handles it, as in `ping`.
    pub kind: String,
    /// The file.
    pub contents: Contents,
    /// What it is for.
    pub description: Option<String>,
    /// The datastore it is for, by name or ID; all if not said.
    pub datastore: Option<String>,
    /// The datastore version it is for, by name or ID; all if not said.
    pub datastore_version: Option<String>,
    /// New instances get it without asking; for administrators.
    pub auto_apply: bool,
    /// It is for all projects; for administrators.
    pub all_tenants: bool,
    /// Only administrators see it; for administrators.
    pub hidden: bool,
    /// It can be changed while instances have it.
    pub live_update: bool,
    /// It is applied before those that are not; for administrators.
    pub priority_apply: bool,
    /// Its place among those of the same priority, 0 to 9; 5 if not said.
    pub apply_order: Option<u8>,
    /// Whether others than administrators may change it; for administrators.
    pub full_access: Option<bool>,
}

/// The flags are the integers 0 and 1 (trove/common/apischema.py, `boolean_string`).
fn flag(value: bool) -> u8 {
    u8::from(value)
}

fn encoded(contents: &Contents) -> Result<String> {
    if contents.0.is_empty() {
        return Err(Error::invalid("a module needs contents, and there are none"));
    }
    Ok(STANDARD.encode(&contents.0))
}

fn check_order(order: Option<u8>) -> Result<()> {
    match order {
        Some(order @ 10..) => Err(Error::invalid(format!("apply order {order} is not in 0 to 9"))),
        _ => Ok(()),
    }
}

/// The `datastore` of a body, of what was said of it.
fn datastore(kind: Option<&String>, version: Option<&String>) -> Option<Object> {
    let mut datastore = Object::new();
    datastore.extend(kind.map(|kind| ("type".to_owned(), kind.as_str().into())));
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
        // In lower case, as the service keeps it.
        put("module_type", json!(self.kind.to_lowercase()));
        put("contents", json!(encoded(&self.contents)?));
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

/// What to change of a module; what is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModuleUpdate {
    /// A new name.
    pub name: Option<String>,
    /// A new type.
    pub kind: Option<String>,
    /// A new file.
    pub contents: Option<Contents>,
    /// What it is for.
    pub description: Option<String>,
    /// The datastore it is for, by name or ID.
    pub datastore: Option<String>,
    /// The datastore version it is for, by name or ID.
    pub datastore_version: Option<String>,
    /// It is for all datastores.
    pub all_datastores: bool,
    /// It is for all versions of its datastore.
    pub all_datastore_versions: bool,
    /// Whether new instances get it without asking; for administrators.
    pub auto_apply: Option<bool>,
    /// Whether it is for all projects; for administrators.
    pub all_tenants: Option<bool>,
    /// Whether only administrators see it; for administrators.
    pub hidden: Option<bool>,
    /// Whether it can be changed while instances have it.
    pub live_update: Option<bool>,
    /// Whether it is applied before those that are not; for administrators.
    pub priority_apply: Option<bool>,
    /// Its place among those of the same priority, 0 to 9.
    pub apply_order: Option<u8>,
    /// Whether others than administrators may change it; for administrators.
    pub full_access: Option<bool>,
}

impl ModuleUpdate {
    /// Whether there is nothing to change.
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
        if let Some(kind) = &self.kind {
            // Not `type`, which the schema names and nobody reads (trove/module/service.py:126);
            // nor is it put into lower case there.
            put("module_type", json!(kind.to_lowercase()));
        }
        if let Some(contents) = &self.contents {
            put("contents", json!(encoded(contents)?));
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
            // A version without a datastore is refused (trove/datastore/models.py:585).
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

impl Resources<'_, Module> {
    /// Creates a module: `POST /modules`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it has no contents; status 403 for what is for administrators,
    /// 404 for a type that the service does not know, 400 if there is one of this name and type
    /// for the datastore version.
    pub fn create(&self, new: &NewModule) -> Result<Module> {
        self.create_object(new).and_then(decode)
    }

    /// The same, giving the object that the service sent.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_object(&self, new: &NewModule) -> Result<Object> {
        let reply = self.client.post(&self.path, &json!({ "module": new.body()? }))?;
        open::<Module>(reply, "POST modules")
    }

    /// Changes a module: `PUT /modules/{id}`. Instances that have it keep what they have until it
    /// is applied anew.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change; status 403 while instances have it,
    /// unless it allows for that, and for what is for administrators.
    pub fn update(&self, id: &str, update: &ModuleUpdate) -> Result<Module> {
        self.update_object(id, update).and_then(decode)
    }

    /// The same, giving the object that the service sent.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub fn update_object(&self, id: &str, update: &ModuleUpdate) -> Result<Object> {
        let path = self.one(id);
        let reply = self.client.put(&path, &json!({ "module": update.body()? }))?;
        open::<Module>(reply, &format!("PUT {path}"))
    }

    /// Deletes a module: `DELETE /modules/{id}`.
    ///
    /// # Errors
    /// Status 403 while instances have it, unless it can be changed all the same.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.one(id))
    }
}
