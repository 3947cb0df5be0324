//! Looks up the datastore version numbers that lists of configuration groups lack.

use crate::api::Client;
use crate::json::Object;
use serde_json::Value;
use std::collections::HashMap;

/// The version numbers found so far. Lists of groups do not have the numbers
/// (trove/configuration/views.py). Groups share a few versions: each version is requested once.
pub(super) struct VersionNumbers<'c> {
    client: &'c Client,
    known: HashMap<String, Option<Value>>,
}

impl<'c> VersionNumbers<'c> {
    pub(super) fn new(client: &'c Client) -> Self {
        Self { client, known: HashMap::new() }
    }

    /// Adds the version number to a group that lacks it.
    pub(super) fn complete(&mut self, mut group: Object) -> crate::Result<Object> {
        const KEY: &str = "datastore_version_number";
        let Some(Value::String(id)) = group.get("datastore_version_id") else { return Ok(group) };
        if group.contains_key(KEY) {
            return Ok(group);
        }
        let number = match self.known.get(id) {
            Some(number) => number.clone(),
            None => {
                let number = self.fetch(id)?;
                self.known.insert(id.clone(), number.clone());
                number
            }
        };
        if let Some(number) = number {
            group.insert(KEY.into(), number);
        }
        Ok(group)
    }

    fn fetch(&self, id: &str) -> crate::Result<Option<Value>> {
        match self.client.datastore_version(id) {
            Ok(version) => Ok(version.get("version").cloned()),
            Err(crate::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
