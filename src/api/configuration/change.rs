//! Creating configuration groups, changing them, deleting them.

use crate::api::NewDatastore;
use crate::api::collection::Resources;
use crate::api::configuration::Configuration;
use crate::api::reply::{decode, open};
use crate::json::Object;
use crate::{Error, Hint, Result};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt;

/// What the service shows in the place of a secret (trove/configuration/views.py, `mask_dict_password`).
const MASK: &str = "***";

/// A configuration group to create.
#[derive(Clone, Default, Serialize)]
pub struct NewConfiguration {
    /// Name: 1 to 255 characters with a letter or a digit among them.
    pub name: String,
    /// The settings by their names: numbers, text, true and false, each of the type that the
    /// parameter has (`"5"` is not 5).
    pub values: Object,
    /// The datastore and version it is for; the service's default where none is named.
    #[serde(skip_serializing_if = "NewDatastore::is_empty")]
    pub datastore: NewDatastore,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// What to change of a configuration group.
#[derive(Clone, Default)]
pub struct ConfigurationUpdate {
    /// A new name.
    pub name: Option<String>,
    /// A new description. It can be changed, but not taken away.
    pub description: Option<String>,
    /// The settings there are to be, and no others; `None` leaves them as they are.
    pub values: Option<Object>,
}

// Some of the values may be secrets: only their names are shown.
impl fmt::Debug for NewConfiguration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewConfiguration")
            .field("name", &self.name)
            .field("values", &names(&self.values))
            .field("datastore", &self.datastore)
            .field("description", &self.description)
            .finish()
    }
}

impl fmt::Debug for ConfigurationUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigurationUpdate")
            .field("name", &self.name)
            .field("description", &self.description)
            .field("values", &self.values.as_ref().map(names))
            .finish()
    }
}

fn names(values: &Object) -> Vec<&String> {
    values.keys().collect()
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

fn check_text(what: &str, text: &str) -> Result<()> {
    // trove/common/apischema.py, `non_empty_string`.
    if text.chars().any(|c| c.is_ascii_alphanumeric()) && text.chars().count() <= 255 {
        return Ok(());
    }
    let hint = format!("{what} has 1 to 255 characters, with a letter or a digit among them");
    Err(Error::invalid(format!("'{text}' is not {what} for a configuration")).with_hint(hint))
}

fn check_description(description: Option<&str>) -> Result<()> {
    description.map_or(Ok(()), |text| check_text("a description", text))
}

/// No parameter has a type that these are of (trove/configuration/service.py, `_find_type`).
fn check_values(values: &Object) -> Result<()> {
    match values
        .iter()
        .find(|(_, value)| matches!(value, Value::Null | Value::Array(_) | Value::Object(_)))
    {
        Some((key, _)) => {
            Err(Error::invalid(format!("the value of '{key}' is no number, text, true or false")))
        }
        None => Ok(()),
    }
}

/// Whether (a part of) a value was hidden by the service.
fn is_masked(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains(MASK))
}

/// The names of values that were made from what the service shows hidden `now`. Stars in the place
/// of anything else are meant.
fn copied<'v>(values: &'v Object, now: &Object) -> Vec<&'v str> {
    let copied = values
        .iter()
        .filter(|(key, value)| is_masked(value) && now.get(*key).is_some_and(is_masked));
    copied.map(|(key, _)| key.as_str()).collect()
}

fn hidden(keys: &[&str], configuration: Option<&str>) -> Error {
    let keys: Vec<_> = keys.iter().map(|key| format!("'{key}'")).collect();
    let keys = keys.join(", ");
    Error::invalid(format!(
        "the service hides the value of {keys}, and would store '{MASK}' in its place"
    ))
    .with_hint(Hint::HiddenValues { configuration: configuration.map(str::to_owned) })
}

impl Resources<'_, Configuration> {
    /// Creates a group: `POST /configurations`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what the service would refuse; status 422 for a value that it refuses.
    pub fn create(&self, new: &NewConfiguration) -> Result<Configuration> {
        self.create_object(new).and_then(decode)
    }

    /// The same, giving the object that the service sent.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_object(&self, new: &NewConfiguration) -> Result<Object> {
        check_text("a name", &new.name)?;
        check_description(new.description.as_deref())?;
        check_values(&new.values)?;
        let masked = new.values.iter().filter(|(_, value)| is_masked(value));
        let masked: Vec<_> = masked.map(|(key, _)| key.as_str()).collect();
        if !masked.is_empty() {
            return Err(hidden(&masked, None));
        }
        let reply = self.client.post(&self.path, &json!({ "configuration": new }))?;
        open::<Configuration>(reply, "POST configurations")
    }

    /// Changes name, description and all values: `PUT /configurations/{id}`. Instances that it is
    /// attached to get the values at once, or with their next restart.
    ///
    /// The service empties a group whose values are not sent along (trove/configuration/service.py,
    /// `update`), so those that are to stay are read first.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change, or if a value would have to be sent that
    /// the service hides; status 422 for a value that it refuses.
    pub fn update(&self, id: &str, update: &ConfigurationUpdate) -> Result<()> {
        update.check()?;
        let values = self.replacement(id, update.values.as_ref())?;
        let mut body = Object::from_iter([("values".to_owned(), values.into())]);
        for (key, text) in [("name", &update.name), ("description", &update.description)] {
            if let Some(text) = text {
                body.insert(key.into(), text.as_str().into());
            }
        }
        self.client.put(&self.one(id), &json!({ "configuration": body })).map(drop)
    }

    /// The values to send: those given, or else those that there are.
    fn replacement(&self, id: &str, given: Option<&Object>) -> Result<Object> {
        if let Some(given) = given.filter(|given| !given.values().any(is_masked)) {
            return Ok(given.clone());
        }
        let now = self.get(id)?.values;
        let values = given.unwrap_or(&now);
        let copied = copied(values, &now);
        if copied.is_empty() { Ok(values.clone()) } else { Err(hidden(&copied, Some(id))) }
    }

    /// Changes some values: `PATCH /configurations/{id}`. Others stay, and so do those that are
    /// given as the service shows them hidden; the names of these are given back.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change, or for a value of which a part is still
    /// hidden; status 422 for a value that it refuses.
    pub fn edit(&self, id: &str, values: &Object) -> Result<Vec<String>> {
        check_values(values)?;
        let mut values = values.clone();
        let mut left = Vec::new();
        if values.values().any(is_masked) {
            let now = self.get(id)?.values;
            values.retain(|key, value| {
                let as_shown = is_masked(value) && now.get(key) == Some(value);
                if as_shown {
                    left.push(key.clone());
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
        self.client.patch(&self.one(id), &body)?;
        Ok(left)
    }

    /// Deletes a group: `DELETE /configurations/{id}`.
    ///
    /// # Errors
    /// Status 400 while it is attached to an instance.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.one(id))
    }
}
