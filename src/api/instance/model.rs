//! An instance, as the service describes it.

use crate::api::collection::Resources;
use crate::api::resource::Resource;
use crate::api::{Client, InstanceStatus, Objects, OperatingStatus, Query};
use crate::config::Secret;
use crate::json::Object;
use serde::Deserialize;

/// An instance, as `GET /instances/{id}` returns it. Lists leave out what is optional here.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Instance {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// What is being done to it, or `ACTIVE`.
    pub status: InstanceStatus,
    /// Whether the database itself runs; empty while a task runs. Absent from old servers.
    #[serde(default)]
    pub operating_status: Option<OperatingStatus>,
    /// Its flavor.
    #[serde(default)]
    pub flavor: Option<Reference>,
    /// Its datastore and version, by name.
    #[serde(default)]
    pub datastore: Option<DatastoreRef>,
    /// Its data volume, where the datastore uses one.
    #[serde(default)]
    pub volume: Option<Volume>,
    /// Region.
    #[serde(default)]
    pub region: Option<String>,
    /// From where it can be reached.
    #[serde(default)]
    pub access: Option<Access>,
    /// Its addresses; none until its ports exist.
    #[serde(default)]
    pub addresses: Vec<Address>,
    /// Its host name, in clouds that give one; there are no addresses then.
    #[serde(default)]
    pub hostname: Option<String>,
    /// The primary, if this is a replica.
    #[serde(default)]
    pub replica_of: Option<Reference>,
    /// Its replicas.
    #[serde(default)]
    pub replicas: Vec<Reference>,
    /// The configuration group attached to it.
    #[serde(default)]
    pub configuration: Option<ConfigurationRef>,
    /// What went wrong last; it stays after a recovery.
    #[serde(default)]
    pub fault: Option<Fault>,
    /// The cluster it is a member of.
    #[serde(default)]
    pub cluster_id: Option<String>,
    /// UTC, without a zone, as in `2026-11-21T03:11:09`.
    #[serde(default)]
    pub created: Option<String>,
    /// UTC, without a zone.
    #[serde(default)]
    pub updated: Option<String>,
    /// The root password: in the reply to a create only, and only where the datastore says so.
    #[serde(default)]
    pub password: Option<Secret>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// A pointer to another resource.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Reference {
    /// Its ID.
    pub id: String,
}

/// The datastore of an instance.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DatastoreRef {
    /// The datastore's name.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name of the version.
    pub version: String,
    /// The number of the version; not in lists.
    #[serde(default)]
    pub version_number: Option<String>,
}

/// A data volume.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Volume {
    /// Size in GiB.
    pub size: u64,
    /// GiB in use; absent when the guest does not answer.
    #[serde(default)]
    pub used: Option<f64>,
    /// Per cent in use.
    #[serde(default)]
    pub used_percent: Option<f64>,
    /// Bytes of write-ahead log (PostgreSQL).
    #[serde(default)]
    pub wal_size: Option<u64>,
    /// Bytes of archived write-ahead log (PostgreSQL).
    #[serde(default)]
    pub wal_archive_size: Option<u64>,
}

/// From where an instance can be reached. Empty until its ports exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Access {
    /// Whether it has a public address.
    #[serde(default)]
    pub is_public: bool,
    /// The networks that may connect, as IPv4 CIDRs; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_cidrs: Vec<String>,
}

/// An address of an instance.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Address {
    /// The address itself.
    pub address: String,
    /// `private` or `public`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The ID of its network.
    #[serde(default)]
    pub network: Option<String>,
}

/// The configuration group of an instance.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ConfigurationRef {
    /// ID.
    pub id: String,
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
}

/// What went wrong.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Fault {
    /// In one line.
    pub message: String,
    /// When: UTC, without a zone.
    #[serde(default)]
    pub created: Option<String>,
    /// The trace, for administrators.
    #[serde(default)]
    pub details: Option<String>,
}

impl Resource for Instance {
    const KIND: &'static str = "instance";
    const ONE: &'static str = "instance";
    const MANY: &'static str = "instances";
    const PATH: &'static str = "instances";

    /// Those inside clusters too; `1` and `yes` are ignored (trove/instance/service.py).
    fn named() -> Query {
        Query::new().filter("include_clustered", "True")
    }
}

impl Client {
    /// The instances of the project: `/instances`.
    #[must_use]
    pub fn instances(&self) -> Resources<'_, Instance> {
        Resources::new(self)
    }

    /// The same with their details, one request a page: `GET /instances/detail`.
    #[must_use]
    pub fn detailed_instances(&self, query: Query) -> Objects<'_, Instance> {
        Objects::new(self, format!("{}/detail", Instance::PATH), query)
    }
}
