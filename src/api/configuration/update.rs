//! Changing and deleting a configuration group.

use crate::api::collection::Collection;
use crate::api::configuration::Configuration;
use crate::api::configuration::check::{check_description, check_text, check_values, names};
use crate::api::configuration::mask::{copied, hidden, is_masked};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::json;
use std::fmt;

/// A change to a configuration group; fields that are `None` stay as they are.
#[derive(Clone, Default)]
pub struct ConfigurationUpdate {
    /// A new name.
    pub name: Option<String>,
    /// A new description. A description cannot be removed.
    pub description: Option<String>,
    /// The values that replace all existing ones.
    pub values: Option<Object>,
}

// Some of the values may be secrets: only their names are shown.
impl fmt::Debug for ConfigurationUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigurationUpdate")
            .field("name", &self.name)
            .field("description", &self.description)
            .field("values", &self.values.as_ref().map(names))
            .finish()
    }
}

impl ConfigurationUpdate {
    fn check(&self) -> Result<()> {
        if self.name.is_none() && self.description.is_none() && self.values.is_none() {
            return Err(Error::invalid("nothing to change"));
        }
        if let Some(name) = &self.name {
            check_text("a name", name)?;
        }
        check_description(self.description.as_deref())?;
        self.values.as_ref().map_or(Ok(()), check_values)
    }
}

impl Collection<'_, Configuration> {
    /// Changes the name, the description and all values: `PUT /configurations/{id}`. Attached
    /// instances get the values at once, or with their next restart.
    ///
    /// The service deletes all values that a request does not repeat (trove/configuration/service.py,
    /// `update`). If no values are given, this function reads the existing values first and sends them again.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change, or if it would have to send
    /// a value that the service masks; status 422 for a value that it refuses.
    pub fn update(&self, id: &str, update: &ConfigurationUpdate) -> Result<()> {
        update.check()?;
        let values = self.replacement(id, update.values.as_ref())?;
        let mut body = Object::from_iter([("values".to_owned(), values.into())]);
        for (key, text) in [("name", &update.name), ("description", &update.description)] {
            if let Some(text) = text {
                body.insert(key.into(), text.as_str().into());
            }
        }
        self.client.put(&self.item_path(id), &json!({ "configuration": body })).map(drop)
    }

    /// The values to send: those given, otherwise the existing ones.
    fn replacement(&self, id: &str, given: Option<&Object>) -> Result<Object> {
        if let Some(given) = given.filter(|given| !given.values().any(is_masked)) {
            return Ok(given.clone());
        }
        let now = self.get(id)?.values;
        let values = given.unwrap_or(&now);
        let copied = copied(values, &now);
        if copied.is_empty() { Ok(values.clone()) } else { Err(hidden(&copied, Some(id))) }
    }

    /// Changes some values: `PATCH /configurations/{id}`. All others stay, and so do values that are
    /// given just as the service masks them; returns the names of these.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change, or for a value that is partly masked; status
    /// 422 for a value that the service refuses.
    pub fn edit(&self, id: &str, values: &Object) -> Result<Vec<String>> {
        check_values(values)?;
        let mut values = values.clone();
        let mut unchanged = Vec::new();
        if values.values().any(is_masked) {
            let now = self.get(id)?.values;
            values.retain(|key, value| {
                let as_shown = is_masked(value) && now.get(key) == Some(value);
                if as_shown {
                    unchanged.push(key.clone());
                }
                !as_shown
            });
            let copied = copied(&values, &now);
            if !copied.is_empty() {
                return Err(hidden(&copied, Some(id)));
            }
        }
        if values.is_empty() {
            return Err(Error::invalid("nothing to change"));
        }
        let body = json!({ "configuration": { "values": values } });
        self.client.patch(&self.item_path(id), &body)?;
        Ok(unchanged)
    }

    /// Deletes a configuration group: `DELETE /configurations/{id}`.
    ///
    /// # Errors
    /// Status 400 while it is attached to an instance.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.item_path(id))
    }
}
