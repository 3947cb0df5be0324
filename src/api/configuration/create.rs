//! Creating a configuration group.

use crate::Result;
use crate::api::NewDatastore;
use crate::api::collection::Collection;
use crate::api::configuration::Configuration;
use crate::api::configuration::check::{check_description, check_text, check_values, names};
use crate::api::configuration::mask::{hidden, is_masked};
use crate::api::reply::{decode, open};
use crate::json::Object;
use serde::Serialize;
use serde_json::json;
use std::fmt;

/// A configuration group to create.
#[derive(Clone, Default, Serialize)]
pub struct NewConfiguration {
    /// Name: 1 to 255 characters with a letter or a digit among them.
    pub name: String,
    /// The values by the names of their parameters: numbers, text, true and false, each of the type
    /// of its parameter (`"5"` is not 5).
    pub values: Object,
    /// The datastore and its version [default: the service's default].
    #[serde(skip_serializing_if = "NewDatastore::is_empty")]
    pub datastore: NewDatastore,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
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

impl Collection<'_, Configuration> {
    /// Creates a configuration group: `POST /configurations`.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid), before anything is sent, for input that the service would refuse; status
    /// 422 for a value that it refuses.
    pub fn create(&self, new: &NewConfiguration) -> Result<Configuration> {
        self.create_object(new).and_then(decode)
    }

    /// Creates a configuration group as [`create`](Self::create) does, and returns the object that
    /// the service sent.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create).
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
}
