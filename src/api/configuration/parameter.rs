//! Configuration parameters: the settings of a datastore version, and the values that they can have.

use crate::api::collection::{Collection, missing};
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
    pub data_type: String,
    /// Whether a change requires a restart.
    #[serde(default)]
    pub restart_required: bool,
    /// The minimum, if there is one.
    #[serde(default, alias = "min_size")]
    pub min: Option<Number>,
    /// The maximum, if there is one.
    #[serde(default, alias = "max_size")]
    pub max: Option<Number>,
    /// The ID of its datastore version.
    #[serde(default)]
    pub datastore_version_id: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// A parameter, as administrators see and change it.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct MgmtConfigurationParameter(pub ConfigurationParameter);

impl Resource for ConfigurationParameter {
    const NOUN: &'static str = "configuration parameter";
    const KEY: &'static str = "";
    const LIST_KEY: &'static str = "configuration-parameters";
    const PATH: &'static str = "datastores/versions";

    fn looks_like_id(_: &str) -> bool {
        true
    }

    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

impl Resource for MgmtConfigurationParameter {
    const NOUN: &'static str = ConfigurationParameter::NOUN;
    const KEY: &'static str = ConfigurationParameter::KEY;
    const LIST_KEY: &'static str = ConfigurationParameter::LIST_KEY;
    const PATH: &'static str = "mgmt/datastores/versions";

    /// Refuses names with a dot: the service drops what follows the dot (trove/common/extensions.py).
    fn looks_like_id(text: &str) -> bool {
        !text.contains('.')
    }

    fn id(object: &Object) -> Option<String> {
        text(object, "name").map(str::to_owned)
    }
}

/// A parameter to create, or to replace an existing one with.
#[derive(Debug, Clone)]
pub struct NewConfigurationParameter {
    /// Name: 1 to 128 characters with a letter or a digit among them. One with a dot can be
    /// created, but neither changed nor deleted.
    pub name: String,
    /// `integer` or `string`; the service accepts no other types here.
    pub data_type: String,
    /// Whether a change requires a restart.
    pub restart_required: bool,
    /// The smallest value: for integers, which need both limits.
    pub min: Option<Number>,
    /// The maximum, for integers.
    pub max: Option<Number>,
}

impl NewConfigurationParameter {
    /// Refuses input that the service would refuse, or would store without being able to use it.
    pub(crate) fn check(&self) -> Result<()> {
        let name = &self.name;
        if !name.chars().any(|c| c.is_ascii_alphanumeric()) || name.chars().count() > 128 {
            return Err(Error::invalid(format!("'{name}' is not a name for a parameter"))
                .with_hint("a name has 1 to 128 characters, with a letter or a digit among them"));
        }
        match (self.data_type.as_str(), &self.min, &self.max) {
            ("string", None, None) => Ok(()),
            ("string", ..) => Err(Error::invalid("only integers have limits")),
            ("integer", Some(min), Some(max)) => match (whole(min), whole(max)) {
                (Some(min), Some(max)) if min <= max => Ok(()),
                (Some(_), Some(_)) => Err(Error::invalid(format!("{min} is more than {max}"))),
                _ => Err(Error::invalid("the limits of an integer are integers")),
            },
            ("integer", ..) => Err(Error::invalid("an integer needs both limits").with_hint(
                "the service stores no integers without limits: give a minimum and a maximum",
            )),
            (other, ..) => Err(Error::invalid(format!("'{other}' is not a type for a parameter"))
                .with_hint("the types are integer and string")),
        }
    }

    /// The body. The schema has `max` and `min`, but the service reads `max_size` and `min_size`
    /// (trove/extensions/mgmt/configuration/service.py:56).
    fn body(&self) -> Value {
        let mut parameter = Object::from_iter([
            ("name".to_owned(), self.name.as_str().into()),
            ("data_type".to_owned(), self.data_type.as_str().into()),
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
        // The service takes a suffix for a format (trove/common/extensions.py).
        return Err(Error::invalid(format!(
            "parameter '{name}' cannot be named in a request: the service drops what follows the dot"
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
    ) -> Collection<'_, ConfigurationParameter> {
        Collection::with_path(
            self,
            format!("datastores/versions/{}/parameters", segment(version_id)),
        )
    }

    /// The parameters of a version (name or ID) of a datastore (name or ID):
    /// `/datastores/{datastore}/versions/{version}/parameters`.
    #[must_use]
    pub fn configuration_parameters_of(
        &self,
        datastore: &str,
        version: &str,
    ) -> Collection<'_, ConfigurationParameter> {
        let (datastore, version) = (segment(datastore), segment(version));
        Collection::with_path(self, format!("datastores/{datastore}/versions/{version}/parameters"))
    }

    /// The parameters of a datastore version, as administrators see them:
    /// `/mgmt/datastores/versions/{id}/parameters`.
    #[must_use]
    pub fn mgmt_configuration_parameters(
        &self,
        version_id: &str,
    ) -> Collection<'_, MgmtConfigurationParameter> {
        Collection::with_path(
            self,
            format!("mgmt/datastores/versions/{}/parameters", segment(version_id)),
        )
    }
}

impl Collection<'_, MgmtConfigurationParameter> {
    /// Fetches a parameter by its name: `GET /mgmt/datastores/versions/{id}/parameters/{name}`. A
    /// parameter with a dot in its name is looked up in the list.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub fn find_parameter_object(&self, wanted: &str) -> Result<Object> {
        if !wanted.contains('.') {
            return self.find_object(wanted);
        }
        for object in self.objects(Query::new()) {
            let object = object?;
            if text(&object, "name") == Some(wanted) {
                return Ok(object);
            }
        }
        Err(missing(ConfigurationParameter::NOUN, wanted))
    }

    /// Fetches a parameter by its name, as a typed value.
    ///
    /// # Errors
    /// The errors of [`find_parameter_object`](Self::find_parameter_object).
    pub fn find_parameter(&self, name: &str) -> Result<ConfigurationParameter> {
        self.find_parameter_object(name)
            .and_then(decode::<MgmtConfigurationParameter>)
            .map(|found| found.0)
    }

    /// Creates a parameter: `POST /mgmt/datastores/versions/{id}/parameters`. Returns the object that
    /// the service sent, which lacks limits of 0.
    ///
    /// # Errors
    /// [`Error::Invalid`] for input that the service would refuse; status 400 if the parameter exists.
    pub fn create(&self, new: &NewConfigurationParameter) -> Result<Object> {
        new.check()?;
        open::<MgmtConfigurationParameter>(
            self.client.post(&self.path, &new.body())?,
            &format!("POST {}", self.path),
        )
    }

    /// Replaces all of a parameter except its name: `PUT
    /// /mgmt/datastores/versions/{id}/parameters/{name}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for input that the service would refuse or misread; status 404 if there is
    /// no such parameter.
    pub fn update(&self, new: &NewConfigurationParameter) -> Result<Object> {
        undotted(&new.name)?;
        new.check()?;
        let path = self.item_path(&new.name);
        open::<MgmtConfigurationParameter>(
            self.client.put(&path, &new.body())?,
            &format!("PUT {path}"),
        )
    }

    /// Deletes a parameter: `DELETE /mgmt/datastores/versions/{id}/parameters/{name}`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a name that the service would misread; [`Error::NotFound`] if there is
    /// no such parameter.
    pub fn delete(&self, name: &str) -> Result<()> {
        undotted(name)?;
        match self.client.delete(&self.item_path(name)) {
            // The service does not send 404 here (trove/extensions/mgmt/configuration/service.py:129).
            Err(Error::Api(error)) if error.message.contains("does not exist") => {
                Err(missing(ConfigurationParameter::NOUN, name))
            }
            other => other,
        }
    }
}
