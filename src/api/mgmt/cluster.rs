//! Clusters of all projects.

use crate::Result;
use crate::api::collection::Collection;
use crate::api::resource::Resource;
use crate::api::{Client, Query};
use crate::json::Object;
use serde::Deserialize;
use serde_json::json;

/// A cluster of any project, as administrators see it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MgmtCluster {
    /// ID.
    pub id: String,
    /// Name; not unique.
    pub name: String,
    /// The ID of its project.
    pub tenant_id: String,
    /// Whether it is deleted: deleted clusters stay in the list.
    pub deleted: bool,
    /// The time of its deletion: UTC, without a zone.
    #[serde(default)]
    pub deleted_at: Option<String>,
    /// The task that is running.
    pub task: ClusterTask,
    /// Other fields that the service sends.
    #[serde(flatten)]
    pub extra: Object,
}

/// The task that runs on a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ClusterTask {
    /// Number.
    pub id: i64,
    /// Name, as in `NONE`.
    pub name: String,
    /// The task in words.
    pub description: String,
}

impl Resource for MgmtCluster {
    const NOUN: &'static str = "cluster";
    const KEY: &'static str = "cluster";
    const LIST_KEY: &'static str = "clusters";
    const PATH: &'static str = "mgmt/clusters";

    /// Leaves out deleted clusters (trove/extensions/mgmt/clusters/service.py).
    fn lookup_query() -> Query {
        Query::new().filter("deleted", "False")
    }
}

impl Collection<'_, MgmtCluster> {
    /// Clears the task of a cluster: `POST /mgmt/clusters/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn reset_task(&self, id: &str) -> Result<()> {
        let path = format!("{}/action", self.item_path(id));
        self.client.post(&path, &json!({ "reset-task": {} })).map(drop)
    }
}

impl Client {
    /// The clusters of all projects, including deleted ones unless filtered out: `/mgmt/clusters`.
    /// For administrators.
    #[must_use]
    pub fn mgmt_clusters(&self) -> Collection<'_, MgmtCluster> {
        Collection::new(self)
    }
}
