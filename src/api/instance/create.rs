//! Creating an instance.

use crate::api::collection::Collection;
use crate::api::instance::{Access, Instance};
use crate::api::reply::open;
use crate::json::Object;
use crate::secret::Secret;
use crate::{Error, Hint, Result};
use http::Method;
use serde::Serialize;
use serde_json::{Value, json};

/// An instance to create. Only the name is always required; a flavor too, except for a replica, and
/// a volume if the datastore uses one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewInstance {
    /// Name: 1 to 255 characters with a letter or a digit among them.
    pub name: String,
    /// The ID of the flavor; none for replicas.
    #[serde(rename = "flavorRef", skip_serializing_if = "Option::is_none")]
    pub flavor: Option<String>,
    /// The data volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<NewVolume>,
    /// Databases to create in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub databases: Vec<NewDatabase>,
    /// Users to create in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<NewUser>,
    /// The ID of the backup to restore.
    #[serde(
        rename = "restorePoint",
        skip_serializing_if = "Option::is_none",
        serialize_with = "backup"
    )]
    pub backup: Option<String>,
    /// Availability zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    /// The datastore [default: the service's default].
    #[serde(skip_serializing_if = "NewDatastore::is_empty")]
    pub datastore: NewDatastore,
    /// The network: at most one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nics: Vec<Nic>,
    /// The ID of a configuration group (`configuration_id` is ignored, trove/instance/service.py).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    /// The ID of the primary to replicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_of: Option<String>,
    /// The number of replicas: 1 to 3. Several replicas get names that end in `-1`, `-2` ….
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_count: Option<u32>,
    /// The IDs of modules to apply.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "modules")]
    pub modules: Vec<String>,
    /// `affinity`, `anti-affinity`, `soft-affinity` or `soft-anti-affinity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    /// Region.
    #[serde(rename = "region_name", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The access to the instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
}

/// A data volume to create.
#[derive(Debug, Clone, Serialize)]
pub struct NewVolume {
    /// Size in GiB.
    pub size: u64,
    /// Volume type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub volume_type: Option<String>,
}

/// The datastore of a resource to create.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewDatastore {
    /// Name or ID.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Version, by name or ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Version number, required if several versions share a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_number: Option<String>,
}

impl NewDatastore {
    pub(in crate::api) fn is_empty(&self) -> bool {
        self.name.is_none() && self.version.is_none() && self.version_number.is_none()
    }
}

/// A database to create.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewDatabase {
    /// Name.
    pub name: String,
    /// Character set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character_set: Option<String>,
    /// Collation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collate: Option<String>,
}

impl From<&str> for NewDatabase {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

/// A user to create.
#[derive(Debug, Clone, Serialize)]
pub struct NewUser {
    /// Name.
    pub name: String,
    /// Password.
    #[serde(serialize_with = "exposed")]
    pub password: Secret,
    /// The host that the user may connect from; none for any host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The databases that the user may use; for a new instance, among its new databases.
    pub databases: Vec<NewDatabase>,
}

/// A network for an instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Nic {
    /// The ID of the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_id: Option<String>,
    /// The ID of a subnet of the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// An IPv4 address in the subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
}

/// Writes a password into the request.
fn exposed<S: serde::Serializer>(password: &Secret, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(password.expose())
}

fn backup<S: serde::Serializer>(id: &Option<String>, to: S) -> Result<S::Ok, S::Error> {
    json!({ "backupRef": id }).serialize(to)
}

fn modules<S: serde::Serializer>(ids: &[String], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(ids.iter().map(|id| json!({ "id": id })))
}

impl NewInstance {
    /// Refuses input that the service would refuse or misread.
    fn check(&self) -> Result<()> {
        if !self.name.chars().any(char::is_alphanumeric) || self.name.chars().count() > 255 {
            return Err(Error::invalid(format!("'{}' is not a name for an instance", self.name))
                .with_hint("a name has 1 to 255 characters, with a letter or a digit among them"));
        }
        self.users.iter().try_for_each(NewUser::check)?;
        if self.volume.as_ref().is_some_and(|volume| volume.size == 0) {
            return Err(Error::invalid("a volume has at least 1 GB"));
        }
        if self.replica_of.is_none() {
            if self.flavor.is_none() {
                return Err(Error::invalid("an instance needs a flavor"));
            }
            return Ok(());
        }
        // The service refuses these one by one (trove/instance/service.py): a replica has those of its primary.
        let fields = [
            (self.flavor.is_some(), "a ", "flavor"),
            (self.volume.is_some(), "a ", "volume"),
            (!self.databases.is_empty(), "", "databases"),
            (!self.users.is_empty(), "", "users"),
            (!self.datastore.is_empty(), "a ", "datastore"),
            (self.locality.is_some(), "a ", "locality"),
            (self.backup.is_some(), "a ", "backup"),
        ];
        match fields.into_iter().find(|(is_given, ..)| *is_given) {
            Some((_, article, field)) => {
                let message = format!("a replica cannot be given {article}{field}");
                Err(Error::invalid(message).with_hint(Hint::FromPrimary { field }))
            }
            None => Ok(()),
        }
    }
}

impl Collection<'_, Instance> {
    /// Creates an instance: `POST /instances`. Use [`wait`](Self::wait) to learn when it is ready.
    ///
    /// # Errors
    /// [`Error::Invalid`], before anything is sent, for input that the service would refuse.
    pub fn create(&self, new: &NewInstance) -> Result<Instance> {
        self.create_object(new).and_then(crate::api::reply::decode)
    }

    /// Creates an instance as [`create`](Self::create) does, and returns the object that the service
    /// sent.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create).
    pub fn create_object(&self, new: &NewInstance) -> Result<Object> {
        new.check()?;
        let reply: Value = self.client.post(&self.path, &json!({ "instance": new }))?;
        open::<Instance>(reply, &self.client.request_line(&Method::POST, &self.path))
    }
}
