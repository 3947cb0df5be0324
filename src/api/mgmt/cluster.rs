//! Clusters of all projects.

use crate::Result;
use crate::api::collection::Resources;
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
    /// The project that it is of.
    pub tenant_id: String,
    /// Whether it is deleted: such clusters stay in the list.
    pub deleted: bool,
    /// When it was deleted: UTC, without a zone.
    #[serde(default)]
    pub deleted_at: Option<String>,
    /// What is being done to it.
    pub task: ClusterTask,
    /// What else the service says of it.
    #[serde(flatten)]
    pub extra: Object,
}

/// What is being done to a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ClusterTask {
    /// Number.
    pub id: i64,
    /// Name, as in `NONE`.
    pub name: String,
    /// In words.
    pub description: String,
}

impl Resource for MgmtCluster {
    const KIND: &'static str = "cluster";
    const ONE: &'static str = "cluster";
    const MANY: &'static str = "clusters";
    const PATH: &'static str = "mgmt/clusters";

    /// Without the filter deleted ones are in the list (trove/extensions/mgmt/clusters/service.py).
    fn named() -> Query {
        Query::new().filter("deleted", "False")
    }
}

impl Resources<'_, MgmtCluster> {
    /// Takes a cluster to be idle, whatever is being done to it: `POST /mgmt/clusters/{id}/action`.
    ///
    /// # Errors
    /// Status 401 for others than administrators.
    pub fn reset_task(&self, id: &str) -> Result<()> {
        let path = format!("{}/action", self.one(id));
        self.client.post(&path, &json!({ "reset-task": {} })).map(drop)
    }
}

impl Client {
    /// The clusters of all projects, deleted ones included unless filtered out: `/mgmt/clusters`.
    /// For administrators.
    #[must_use]
    pub fn mgmt_clusters(&self) -> Resources<'_, MgmtCluster> {
        Resources::new(self)
    }
}
