//! A cluster, as the service describes it.

use crate::api::collection::Collection;
use crate::api::resource::{Paging, Resource};
use crate::api::{Client, DatastoreRef, InstanceStatus, Reference, Volume};
use crate::json::Object;
use serde::Deserialize;
use serde_json::Value;

/// A cluster, as `GET /clusters/{id}` returns it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Cluster {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// The task that is running.
    pub task: Task,
    /// The datastore and its version, by name.
    pub datastore: DatastoreRef,
    /// The instances that clients connect to.
    #[serde(default)]
    pub instances: Vec<Member>,
    /// `affinity` or `anti-affinity`, if it was asked for.
    #[serde(default)]
    pub locality: Option<String>,
    /// The ID of its configuration group.
    #[serde(default)]
    pub configuration: Option<String>,
    /// UTC, without a zone.
    #[serde(default)]
    pub created: Option<String>,
    /// UTC, without a zone.
    #[serde(default)]
    pub updated: Option<String>,
    /// Other fields that the service sends; the form of `ip` depends on the datastore.
    #[serde(flatten)]
    pub extra: Object,
}

/// The task that runs on a cluster.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// Name, as in `GROWING_CLUSTER`; `NONE` if no task is running.
    pub name: String,
    /// The task in words.
    #[serde(default)]
    pub description: Option<String>,
}

/// An instance in a cluster.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Member {
    /// ID.
    pub id: String,
    /// Name.
    pub name: String,
    /// Type, as in `member`.
    #[serde(default, rename = "type")]
    pub member_type: Option<String>,
    /// Status; not in lists of clusters.
    #[serde(default)]
    pub status: Option<InstanceStatus>,
    /// The flavor; not in lists of clusters.
    #[serde(default)]
    pub flavor: Option<Reference>,
    /// The data volume, if the datastore uses one.
    #[serde(default)]
    pub volume: Option<Volume>,
    /// The ID of its shard.
    #[serde(default)]
    pub shard_id: Option<String>,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Cluster {
    const NOUN: &'static str = "cluster";
    const KEY: &'static str = "cluster";
    const LIST_KEY: &'static str = "clusters";
    const PATH: &'static str = "clusters";
    const PAGING: Paging = Paging::ById;
}

impl Cluster {
    /// Takes the members from the object of a cluster that the service sent.
    #[must_use]
    pub fn members(cluster: &Object) -> Vec<Object> {
        let members = cluster.get("instances").and_then(Value::as_array).into_iter().flatten();
        members.filter_map(Value::as_object).cloned().collect()
    }
}

impl Client {
    /// The clusters of the project: `/clusters`.
    #[must_use]
    pub fn clusters(&self) -> Collection<'_, Cluster> {
        Collection::new(self)
    }
}
