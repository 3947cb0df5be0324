//! Clusters: several instances that are one database.

mod actions;
mod create;
mod goal;
#[cfg(test)]
mod tests;

pub use create::{NewCluster, NewMember};
pub use goal::ClusterGoal;

use crate::Result;
use crate::api::collection::{Resources, missing, only};
use crate::api::query::segment;
use crate::api::reply::{decode, open};
use crate::api::resource::Resource;
use crate::api::{Client, DatastoreRef, Instance, InstanceStatus, Reference, Volume};
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
    /// What is being done to it.
    pub task: Task,
    /// Its datastore and version, by name.
    pub datastore: DatastoreRef,
    /// The instances in it that are for use.
    #[serde(default)]
    pub instances: Vec<Member>,
    /// `affinity` or `anti-affinity`, where that was asked for.
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
    /// What else the service says of it; `ip` is in a form of its own for each kind of server.
    #[serde(flatten)]
    pub extra: Object,
}

/// What is being done to a cluster.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Task {
    /// `NONE`, or as in `GROWING_CLUSTER`.
    pub name: String,
    /// The same in a sentence.
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
    /// Its part in the cluster, as in `member`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// What is being done to it; not in lists of clusters.
    #[serde(default)]
    pub status: Option<InstanceStatus>,
    /// Its flavor; not in lists of clusters.
    #[serde(default)]
    pub flavor: Option<Reference>,
    /// Its data volume, where the datastore uses one.
    #[serde(default)]
    pub volume: Option<Volume>,
    /// The shard that it is in.
    #[serde(default)]
    pub shard_id: Option<String>,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

impl Resource for Cluster {
    const KIND: &'static str = "cluster";
    const ONE: &'static str = "cluster";
    const MANY: &'static str = "clusters";
    const PATH: &'static str = "clusters";
}

impl Cluster {
    /// The members of a cluster, of the object that the service sent.
    #[must_use]
    pub fn members(cluster: &Object) -> Vec<Object> {
        let members = cluster.get("instances").and_then(Value::as_array).into_iter().flatten();
        members.filter_map(Value::as_object).cloned().collect()
    }
}

impl Client {
    /// The clusters of the project: `/clusters`.
    #[must_use]
    pub fn clusters(&self) -> Resources<'_, Cluster> {
        Resources::new(self)
    }
}

impl Resources<'_, Cluster> {
    /// An instance of a cluster, whole: `GET /clusters/{id}/instances/{instance_id}`.
    ///
    /// # Errors
    /// Status 404 if there is no such cluster, or no such instance.
    pub fn instance(&self, id: &str, instance_id: &str) -> Result<Instance> {
        self.instance_object(id, instance_id).and_then(decode)
    }

    /// The same, as the object that the service sent.
    ///
    /// # Errors
    /// As [`instance`](Self::instance).
    pub fn instance_object(&self, id: &str, instance_id: &str) -> Result<Object> {
        let path = format!("{}/instances/{}", self.one(id), segment(instance_id));
        let reply = self.client.get(&path)?;
        open::<Instance>(reply, &format!("GET {path}"))
    }

    /// The IDs of members of this cluster that have these names or IDs. The list of all instances
    /// is no help: it does not have them. An ID that is not among those that the cluster shows is
    /// asked for: configuration servers are not shown, and the service would delete whatever
    /// instance it is told to, a member or not.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn find_members(&self, cluster: &Object, names: &[String]) -> Result<Vec<String>> {
        let members = Cluster::members(cluster);
        let cluster = Cluster::id(cluster).unwrap_or_default();
        let find = |name: &String| {
            let (key, kind) =
                (if crate::api::is_uuid(name) { "id" } else { "name" }, "member of the cluster");
            let found = members.iter().filter(|member| member.get(key).is_some_and(|n| n == name));
            let none = || missing(kind, name);
            match only(kind, name, found.filter_map(Instance::id).collect())? {
                Some(id) => Ok(id),
                None if key == "name" => Err(none()),
                None => match self.instance_object(&cluster, name) {
                    Ok(_) => Ok(name.clone()),
                    Err(error) if error.status() == Some(404) => Err(none()),
                    Err(error) => Err(error),
                },
            }
        };
        names.iter().map(find).collect()
    }
}
