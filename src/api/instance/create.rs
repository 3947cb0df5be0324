//! Creating an instance.

use crate::api::collection::Resources;
use crate::api::instance::{Access, Instance};
use crate::api::reply::open;
use crate::config::Secret;
use crate::json::Object;
use crate::{Error, Result};
use http::Method;
use serde::Serialize;
use serde_json::{Value, json};

/// What to create. Only the name is always needed: a flavor too unless it is a
/// replica, and a volume where the datastore uses one.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewInstance {
    /// Name: 1 to 255 characters with a letter or a digit among them.
    pub name: String,
    /// The ID of the flavor; not for replicas.
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
    /// The datastore; the service's default where none is named.
    #[serde(skip_serializing_if = "NewDatastore::is_empty")]
    pub datastore: NewDatastore,
    /// The network to be in: one at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nics: Vec<Nic>,
    /// The ID of a configuration group (`configuration_id` is ignored, trove/instance/service.py).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    /// The ID of the primary to replicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_of: Option<String>,
    /// How many replicas: 1 to 3. Two or more get `-1`, `-2` … behind the name.
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
    /// From where it can be reached.
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
    pub kind: Option<String>,
}

/// The datastore of an instance to create.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewDatastore {
    /// Name or ID.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Version, by name or ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Version number, needed where several versions share a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_number: Option<String>,
}

impl NewDatastore {
    pub(in crate::api) fn is_empty(&self) -> bool {
        self.kind.is_none() && self.version.is_none() && self.version_number.is_none()
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
    /// The host it may connect from; any where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The databases it may use, which for a new instance are among those created.
    pub databases: Vec<NewDatabase>,
}

/// A network to be in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Nic {
    /// The ID of the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_id: Option<String>,
    /// The ID of a subnet of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// An IPv4 address in the subnet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
}

/// A password goes into the request, and nowhere else.
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
    /// Refuses what the service would refuse, or worse, take for something else.
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
        // trove/instance/service.py refuses these one by one; the primary has them already.
        let given = [
            (self.flavor.is_some(), "a flavor"),
            (self.volume.is_some(), "a volume"),
            (!self.databases.is_empty(), "databases"),
            (!self.users.is_empty(), "users"),
            (!self.datastore.is_empty(), "a datastore"),
            (self.locality.is_some(), "a locality"),
            (self.backup.is_some(), "a backup"),
        ];
        match given.iter().find(|(given, _)| *given) {
            Some((_, what)) => Err(Error::invalid(format!("a replica cannot be given {what}"))
                .with_hint("it takes after its primary")),
            None => Ok(()),
        }
    }
}

impl Resources<'_, Instance> {
    /// Creates an instance: `POST /instances`. It is ready when
    /// [`wait`](Self::wait) says so.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what the service would refuse, before it is asked.
    pub fn create(&self, new: &NewInstance) -> Result<Instance> {
        self.create_object(new).and_then(crate::api::reply::decode)
    }

    /// The same, giving the object that the service sent.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_object(&self, new: &NewInstance) -> Result<Object> {
        new.check()?;
        let reply: Value = self.client.post(&self.path, &json!({ "instance": new }))?;
        open::<Instance>(reply, &self.client.line(&Method::POST, &self.path))
    }
}
