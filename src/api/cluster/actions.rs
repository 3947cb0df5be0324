//! The actions on a cluster. The service accepts each at once and carries it out later:
//! [`wait`](crate::api::Collection::wait) for the result.

use crate::api::cluster::create::{NewMember, Purpose, bodies};
use crate::api::cluster::goal::{describe, task};
use crate::api::cluster::{Cluster, ClusterGoal};
use crate::api::collection::Collection;
use crate::api::wait::Verdict;
use crate::api::{Deletable, DeletionStage};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::{Value, json};

impl Collection<'_, Cluster> {
    /// Posts an action. Actions go to the URL of the cluster itself, unlike those of instances.
    fn act(&self, id: &str, action: &Value) -> Result<()> {
        self.client.post(&self.item_path(id), action).map(drop)
    }

    /// Adds instances to the cluster: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while the cluster has another task.
    pub fn grow(&self, id: &str, members: &[NewMember]) -> Result<()> {
        self.act(id, &json!({ "grow": bodies(members, Purpose::Grow)? }))
    }

    /// Removes instances from the cluster: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while the cluster has another task.
    pub fn shrink(&self, id: &str, instance_ids: &[String]) -> Result<()> {
        if instance_ids.is_empty() {
            return Err(Error::invalid("no instance to remove from the cluster"));
        }
        let ids: Vec<_> = instance_ids.iter().map(|id| json!({ "id": id })).collect();
        self.act(id, &json!({ "shrink": ids }))
    }

    /// Adds a shard (MongoDB): `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 400 for a datastore without shards.
    pub fn add_shard(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "add_shard": {} }))
    }

    /// Restarts the instances of the cluster one after another: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while the cluster has another task.
    pub fn restart(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "restart": {} }))
    }

    /// Changes the datastore version (name or ID): `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 400 for an unknown version, 422 while the cluster has another task.
    pub fn upgrade(&self, id: &str, version: &str) -> Result<()> {
        self.act(id, &json!({ "upgrade": { "datastore_version": version } }))
    }

    /// Attaches a configuration group: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 404 for an unknown group, 422 while the cluster has another task.
    pub fn attach_configuration(&self, id: &str, configuration_id: &str) -> Result<()> {
        self.act(id, &json!({ "configuration_attach": { "configuration_id": configuration_id } }))
    }

    /// Detaches the configuration group of the cluster: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while the cluster has another task.
    pub fn detach_configuration(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "configuration_detach": {} }))
    }

    /// Clears the tasks of a stuck cluster and of its instances: `POST /clusters/{id}`.
    /// For administrators.
    ///
    /// # Errors
    /// Status 403 for others than administrators.
    pub fn reset_status(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reset-status": {} }))
    }

    /// Deletes a cluster and its instances: `DELETE /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while the cluster has another task.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.item_path(id))
    }

    /// Deletes a cluster regardless of its task: `POST /clusters/{id}` to reset the status, then
    /// `DELETE /clusters/{id}`.
    ///
    /// # Errors
    /// The error of either request.
    pub fn force_delete(&self, id: &str) -> Result<()> {
        // With this key the owner may reset the status, without it only an administrator (trove/cluster/service.py:72).
        self.act(id, &json!({ "reset-status": { "force_delete": true } }))?;
        self.delete(id)
    }
}

impl Deletable for Cluster {
    const SHOWS_DELETION: bool = true;

    fn stage(cluster: &Object) -> DeletionStage {
        match (task(cluster), ClusterGoal::Gone.verdict(cluster)) {
            ("DELETING", Verdict::Unsettled { reason, .. }) => DeletionStage::Broken(reason),
            ("DELETING", _) => DeletionStage::Deleting,
            ("NONE", _) => DeletionStage::Resting,
            _ => DeletionStage::Busy,
        }
    }

    fn describe(cluster: &Object) -> String {
        describe(cluster)
    }

    fn request_deletion(collection: &Collection<'_, Self>, id: &str) -> Result<()> {
        collection.delete(id)
    }
}
