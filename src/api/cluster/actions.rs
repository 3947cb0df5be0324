//! What can be done to a cluster. Each call is accepted at once and done
//! later: [`wait`](crate::api::Resources::wait) for it.

use crate::api::cluster::Cluster;
use crate::api::cluster::create::{NewMember, Place, bodies};
use crate::api::collection::Resources;
use crate::{Error, Result};
use serde_json::{Value, json};

impl Resources<'_, Cluster> {
    /// Unlike those of instances, actions go to the cluster itself.
    fn act(&self, id: &str, action: &Value) -> Result<()> {
        self.client.post(&self.one(id), action).map(drop)
    }

    /// Adds instances: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while something else is done to it.
    pub fn grow(&self, id: &str, members: &[NewMember]) -> Result<()> {
        self.act(id, &json!({ "grow": bodies(members, Place::Grown)? }))
    }

    /// Removes instances: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while something else is done to it.
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
    /// Status 400 if the datastore has no shards.
    pub fn add_shard(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "add_shard": {} }))
    }

    /// Restarts its instances, one after the other: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while something else is done to it.
    pub fn restart(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "restart": {} }))
    }

    /// Changes the datastore version (name or ID): `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 400 for an unknown version, 422 while something else is done to it.
    pub fn upgrade(&self, id: &str, version: &str) -> Result<()> {
        self.act(id, &json!({ "upgrade": { "datastore_version": version } }))
    }

    /// Attaches a configuration group: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 404 for an unknown group, 422 while something else is done to the cluster.
    pub fn attach_configuration(&self, id: &str, configuration_id: &str) -> Result<()> {
        self.act(id, &json!({ "configuration_attach": { "configuration_id": configuration_id } }))
    }

    /// Detaches its configuration group: `POST /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while something else is done to it.
    pub fn detach_configuration(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "configuration_detach": {} }))
    }

    /// Clears the task of a stuck cluster, and those of its instances: `POST /clusters/{id}`.
    /// For administrators.
    ///
    /// # Errors
    /// Status 403 for others.
    pub fn reset_status(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reset-status": {} }))
    }

    /// Deletes a cluster and its instances: `DELETE /clusters/{id}`.
    ///
    /// # Errors
    /// Status 422 while something else is done to it.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.one(id))
    }

    /// Deletes a cluster that cannot be deleted otherwise: `POST /clusters/{id}`, then
    /// `DELETE /clusters/{id}`.
    ///
    /// # Errors
    /// Whatever either of them fails with.
    pub fn force_delete(&self, id: &str) -> Result<()> {
        // With this key its owner may do it, without it only an administrator (trove/cluster/service.py:72).
        self.act(id, &json!({ "reset-status": { "force_delete": true } }))?;
        self.delete(id)
    }
}
