//! Configuration parameters: which settings a datastore version has, and what they may be.

use crate::api::collection::Resources;
use crate::api::query::segment;
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::{Object, text};
use crate::{Error, Result};
use serde::Deserialize;
use serde_json::{Number, Value, json};

/// A parameter, as `GET /datastores/versions/{id}/parameters/{name}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ConfigurationParameter {
    /// Name.
    pub name: String,
    /// `integer`, `string`, `boolean` or `float`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether a change takes a restart.
    #[serde(default)]
    pub restart_required: bool,
    /// The least value, where there is one.
    #[serde(default, alias = "min_size")]
    pub min: Option<Number>,
    /// The greatest value, where there is one.
    #[serde(default, alias = "max_size")]
    pub max: Option<Number>,
    /// The ID of its datastore version.
    #[serde(default)]
    pub datastore_version_id: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// A parameter, as administrators see and change it.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct MgmtConfigurationParameter(pub ConfigurationParameter);

impl Resource for ConfigurationParameter {
    const KIND: &'static str = "configuration parameter";
    const ONE: &'static str = "";
    const MANY: &'static str = "configuration-parameters";
    const PATH: &'static str = "datastores/versions";

    fn looks_like_id(_: &str) -> bool {
        true
    }

    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

impl Resource for MgmtConfigurationParameter {
    const KIND: &'static str = ConfigurationParameter::KIND;
    const ONE: &'static str = ConfigurationParameter::ONE;
    const MANY: &'static str = ConfigurationParameter::MANY;
    const PATH: &'static str = "mgmt/datastores/versions";

    /// What stands behind a dot would be lost on the way (trove/common/extensions.py).
    fn looks_like_id(text: &str) -> bool {
        !text.contains('.')
    }

    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

/// A parameter to create, or what one is to become.
#[derive(Debug, Clone)]
pub struct NewConfigurationParameter {
    /// Name: 1 to 128 characters with a letter or a digit among them. One with a dot can be
    /// created, but neither changed nor deleted.
    pub name: String,
    /// `integer` or `string`; the service accepts no other types here.
    pub kind: String,
    /// Whether a change takes a restart.
    pub restart_required: bool,
    /// The least value: for integers, which have to have both limits.
    pub min: Option<Number>,
    /// The greatest value: for integers.
    pub max: Option<Number>,
}

impl NewConfigurationParameter {
    /// Refuses what the service would refuse, or worse, store without being able to use it.
    pub(crate) fn check(&self) -> Result<()> {
        let name = &self.name;
        if !name.chars().any(|c| c.is_ascii_alphanumeric()) || name.chars().count() > 128 {
            return Err(Error::invalid(format!("'{name}' is not a name for a parameter"))
                .with_hint("a name has 1 to 128 characters, with a letter or a digit among them"));
        }
        match (self.kind.as_str(), &self.min, &self.max) {
            ("string", None, None) => Ok(()),
            ("string", ..) => Err(Error::invalid("only integers have limits")),
            ("integer", Some(min), Some(max)) => match (whole(min), whole(max)) {
                (Some(min), Some(max)) if min <= max => Ok(()),
                (Some(_), Some(_)) => Err(Error::invalid(format!("{min} is more than {max}"))),
                _ => Err(Error::invalid("the limits of an integer are integers")),
            },
            ("integer", ..) => Err(Error::invalid("an integer needs both limits").with_hint(
                "the service stores no integers without: give the least and the greatest",
            )),
            (kind, ..) => Err(Error::invalid(format!("'{kind}' is no type for a parameter"))
                .with_hint("integer and string are")),
        }
    }

    /// The schema has `max` and `min`, but what is read is this (trove/extensions/mgmt/configuration/service.py:56).
    fn body(&self) -> Value {
        let mut parameter = Object::from_iter([
            ("name".to_owned(), self.name.as_str().into()),
            ("data_type".to_owned(), self.kind.as_str().into()),
            ("restart_required".to_owned(), i32::from(self.restart_required).into()),
        ]);
        for (key, limit) in [("max_size", &self.max), ("min_size", &self.min)] {
            if let Some(limit) = limit {
                parameter.insert(key.into(), limit.clone().into());
            }
        }
        json!({ "configuration-parameter": parameter })
    }
}

fn whole(number: &Number) -> Option<i128> {
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
}

fn undotted(name: &str) -> Result<()> {
    if name.contains('.') {
        // trove/common/extensions.py: a suffix is taken for a format.
        return Err(Error::invalid(format!(
            "parameter '{name}' cannot be named to the service, which would take the part before the dot"
        )));
    }
    Ok(())
}

impl Client {
    /// The parameters of a datastore version by its ID: `/datastores/versions/{id}/parameters`.
    #[must_use]
    pub fn configuration_parameters(
        &self,
        version_id: &str,
    ) -> Resources<'_, ConfigurationParameter> {
        Resources::at(self, format!("datastores/versions/{}/parameters", segment(version_id)))
    }

    /// The parameters of a version (name or ID) of a datastore (name or ID):
    /// `/datastores/{datastore}/versions/{version}/parameters`.
    #[must_use]
    pub fn configuration_parameters_of(
        &self,
        datastore: &str,
        version: &str,
    ) -> Resources<'_, ConfigurationParameter> {
        let (datastore, version) = (segment(datastore), segment(version));
        Resources::at(self, format!("datastores/{datastore}/versions/{version}/parameters"))
    }

    /// The same as administrators see them: `/mgmt/datastores/versions/{id}/parameters`.
    #[must_use]
    pub fn mgmt_configuration_parameters(
        &self,
        version_id: &str,
    ) -> Resources<'_, MgmtConfigurationParameter> {
        Resources::at(self, format!("mgmt/datastores/versions/{}/parameters", segment(version_id)))
    }
}

impl Resources<'_, MgmtConfigurationParameter> {
    /// A parameter by its name: `GET /mgmt/datastores/versions/{id}/parameters/{name}`, or, if
    /// there is a dot in the name, out of the list.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn named(&self, wanted: &str) -> Result<Object> {
        if !wanted.contains('.') {
            return self.find_object(wanted);
        }
        for object in self.objects(Query::new()) {
            let object = object?;
            if text(&object, "name") == Some(wanted) {
                return Ok(object);
            }
        }
        let kind = ConfigurationParameter::KIND;
        Err(Error::NotFound { noun: kind, name: wanted.to_owned() })
    }

    /// The same, as a typed value.
    ///
    /// # Errors
    /// As [`named`](Self::named).
    pub fn parameter(&self, name: &str) -> Result<ConfigurationParameter> {
        self.named(name).and_then(decode::<MgmtConfigurationParameter>).map(|found| found.0)
    }

    /// Creates a parameter: `POST /mgmt/datastores/versions/{id}/parameters`. Gives what the
    /// service sent, which lacks limits that are 0.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what the service would refuse; status 400 if it exists.
    pub fn create(&self, new: &NewConfigurationParameter) -> Result<Object> {
        new.check()?;
        open::<MgmtConfigurationParameter>(
            self.client.post(&self.path, &new.body())?,
            &format!("POST {}", self.path),
        )
    }

    /// Changes all of a parameter but its name: `PUT /mgmt/datastores/versions/{id}/parameters/{name}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what the service would refuse or mistake; status 404 if there is none.
    pub fn update(&self, new: &NewConfigurationParameter) -> Result<Object> {
        undotted(&new.name)?;
        new.check()?;
        let path = self.one(&new.name);
        open::<MgmtConfigurationParameter>(
            self.client.put(&path, &new.body())?,
            &format!("PUT {path}"),
        )
    }

    /// Deletes a parameter: `DELETE /mgmt/datastores/versions/{id}/parameters/{name}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that the service would mistake; [`Error::NotFound`] if there is none.
    pub fn delete(&self, name: &str) -> Result<()> {
        undotted(name)?;
        match self.client.delete(&self.one(name)) {
            // Not 404 (trove/extensions/mgmt/configuration/service.py:129).
            Err(Error::Api(error)) if error.message.contains("does not exist") => {
                let kind = ConfigurationParameter::KIND;
                Err(Error::NotFound { noun: kind, name: name.to_owned() })
            }
            other => other,
        }
    }
}
