//! An instance, as the service describes it.

use crate::api::collection::Collection;
use crate::api::resource::{Paging, Resource};
use crate::api::{Client, InstanceStatus, Objects, OperatingStatus, Query};
use crate::json::Object;
use crate::secret::Secret;
use serde::Deserialize;

/// An instance, as `GET /instances/{id}` returns it. Lists leave out the optional fields.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Instance {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// The running task, or `ACTIVE`.
    pub status: InstanceStatus,
    /// The status of the database itself; empty while a task runs. None on old servers.
    #[serde(default)]
    pub operating_status: Option<OperatingStatus>,
    /// The flavor.
    #[serde(default)]
    pub flavor: Option<Reference>,
    /// The datastore and its version, by name.
    #[serde(default)]
    pub datastore: Option<DatastoreRef>,
    /// The data volume, if the datastore uses one.
    #[serde(default)]
    pub volume: Option<Volume>,
    /// Region.
    #[serde(default)]
    pub region: Option<String>,
    /// The access to it.
    #[serde(default)]
    pub access: Option<Access>,
    /// The addresses; empty until the ports exist.
    #[serde(default)]
    pub addresses: Vec<Address>,
    /// The host name, in clouds that use host names instead of addresses.
    #[serde(default)]
    pub hostname: Option<String>,
    /// The primary, if this is a replica.
    #[serde(default)]
    pub replica_of: Option<Reference>,
    /// The replicas.
    #[serde(default)]
    pub replicas: Vec<Reference>,
    /// The configuration group attached to it.
    #[serde(default)]
    pub configuration: Option<ConfigurationRef>,
    /// The last fault, which stays after a recovery.
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
    /// The root password: only in the reply to a create, and only for some datastores.
    #[serde(default)]
    pub password: Option<Secret>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// A pointer to another resource.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Reference {
    /// The ID.
    pub id: String,
}

/// The datastore of an instance.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DatastoreRef {
    /// The datastore's name.
    #[serde(rename = "type")]
    pub name: String,
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

/// The access to an instance. Empty until its ports exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Access {
    /// Whether the instance has a public address.
    #[serde(default)]
    pub is_public: bool,
    /// The networks that may connect, as IPv4 CIDRs; an empty list allows all.
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
    pub address_type: String,
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

/// A fault of an instance.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Fault {
    /// The message, on one line.
    pub message: String,
    /// The time: UTC, without a zone.
    #[serde(default)]
    pub created: Option<String>,
    /// The stack trace, for administrators.
    #[serde(default)]
    pub details: Option<String>,
}

impl Resource for Instance {
    const NOUN: &'static str = "instance";
    const KEY: &'static str = "instance";
    const LIST_KEY: &'static str = "instances";
    const PATH: &'static str = "instances";
    const PAGING: Paging = Paging::ById;
    const ROUTE_WORDS: &'static [&'static str] = &["detail"];

    /// Includes the members of clusters; the service ignores `1` and `yes` (trove/instance/service.py).
    fn lookup_query() -> Query {
        Query::new().filter("include_clustered", "True")
    }
}

impl Client {
    /// The instances of the project: `/instances`.
    #[must_use]
    pub fn instances(&self) -> Collection<'_, Instance> {
        Collection::new(self)
    }

    /// Walks the instances of the project with their details: `GET /instances/detail`.
    #[must_use]
    pub fn detailed_instances(&self, query: Query) -> Objects<'_, Instance> {
        Objects::new(self, format!("{}/detail", Instance::PATH), query)
    }
}
