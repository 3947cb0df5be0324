//! The actions on an instance. The service accepts each at once and carries it out later:
//! [`wait`](crate::api::Collection::wait) for the result.

use crate::api::collection::Collection;
use crate::api::instance::Instance;
use crate::api::instance::condition::{Condition, describe, fault};
use crate::api::{Deletable, DeletionStage};
use crate::json::{Object, text};
use crate::{Error, Result};
use serde_json::{Value, json};

impl Collection<'_, Instance> {
    fn act(&self, id: &str, action: &Value) -> Result<()> {
        self.client.post(&format!("{}/action", self.item_path(id)), action).map(drop)
    }

    /// Restarts the database: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 422 while the instance is busy.
    pub fn restart(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "restart": {} }))
    }

    /// Changes the flavor: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 422 while the instance is busy.
    pub fn resize_flavor(&self, id: &str, flavor_id: &str) -> Result<()> {
        self.act(id, &json!({ "resize": { "flavorRef": flavor_id } }))
    }

    /// Grows the volumes of the instance and of all its replicas to `size` GiB: `POST
    /// /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 400 unless the new size is larger, 422 while the instance is busy.
    pub fn resize_volume(&self, id: &str, size: u64) -> Result<()> {
        if size == 0 {
            return Err(Error::invalid("a volume has at least 1 GB"));
        }
        self.act(id, &json!({ "resize": { "volume": { "size": size } } }))
    }

    /// Makes a replica the primary of its set: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 422 while the instance is busy.
    pub fn promote(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "promote_to_replica_source": {} }))
    }

    /// Replaces a lost primary with one of its replicas: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 400 unless the primary has been silent for 90 s.
    pub fn eject(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "eject_replica_source": {} }))
    }

    /// Clears the task of a stuck instance: `POST /instances/{id}/action`. For administrators.
    ///
    /// # Errors
    /// Status 403 for others than administrators.
    pub fn reset_status(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reset_status": {} }))
    }

    /// Changes the datastore version (name or ID): `PATCH /instances/{id}`.
    ///
    /// # Errors
    /// [`Error::Busy`] while the instance is busy; status 400 for an unknown version.
    pub fn upgrade(&self, id: &str, version: &str) -> Result<()> {
        self.get_idle(id)?;
        let body = json!({ "instance": { "datastore_version": version } });
        self.client.patch(&self.item_path(id), &body).map(drop)
    }

    /// Deletes an instance: `DELETE /instances/{id}`.
    ///
    /// # Errors
    /// Status 422 while the instance is being built, 403 while it has replicas.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.item_path(id)).map(drop)
    }

    /// Deletes an instance regardless of its status: `POST /instances/{id}/action` to reset the status,
    /// then `DELETE /instances/{id}`.
    ///
    /// # Errors
    /// The error of either request.
    pub fn force_delete(&self, id: &str) -> Result<()> {
        // With this key the owner may reset the status too (trove/instance/service.py:183).
        self.act(id, &json!({ "reset_status": { "force_delete": true } }))?;
        self.delete(id)
    }
}

impl Deletable for Instance {
    const SHOWS_DELETION: bool = true;

    fn stage(instance: &Object) -> DeletionStage {
        match (Condition::of(instance), text(instance, "status")) {
            // Up to Victoria also a database that is stopped, which cannot be told from a deletion.
            (_, Some("SHUTDOWN")) => DeletionStage::Deleting,
            (Condition::Broken, _) => DeletionStage::Broken(fault(instance)),
            (Condition::Busy, _) => DeletionStage::Busy,
            _ => DeletionStage::Resting,
        }
    }

    fn describe(instance: &Object) -> String {
        describe(instance)
    }

    fn request_deletion(collection: &Collection<'_, Self>, id: &str) -> Result<()> {
        collection.delete(id)
    }
}
