//! What can be done to an instance. Each call is accepted at once and done
//! later: [`wait`](crate::api::Resources::wait) for it.

use crate::api::collection::Resources;
use crate::api::instance::goal::{describe, is_busy};
use crate::api::instance::{Access, Instance};
use crate::api::reply::decode;
use crate::api::resource::Resource;
use crate::json::{Object, text};
use crate::{Error, Result, Subject};
use serde_json::{Value, json};

/// What to change of an instance: a name, and one thing besides.
#[derive(Debug, Clone, Default)]
pub struct InstanceUpdate {
    /// A new name.
    pub name: Option<String>,
    /// The ID of a configuration group to attach, or `Some(None)` to detach the one there is.
    pub configuration: Option<Option<String>>,
    /// Stop being a replica.
    pub detach_replica: bool,
    /// From where it can be reached.
    pub access: AccessUpdate,
}

/// What to change of from where an instance can be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessUpdate {
    /// Whether it has a public address; `None` leaves that as it is.
    pub is_public: Option<bool>,
    /// The IPv4 networks that may connect, as CIDRs: none is any; `None` leaves them as they are.
    pub allowed_cidrs: Option<Vec<String>>,
}

impl AccessUpdate {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The service replaces the access as a whole (trove/taskmanager/models.py, `update_access`), so
    /// what is not changed is sent as it is.
    fn applied_to(&self, now: Access) -> Access {
        let Self { is_public, allowed_cidrs } = self.clone();
        Access {
            is_public: is_public.unwrap_or(now.is_public),
            allowed_cidrs: allowed_cidrs.unwrap_or(now.allowed_cidrs),
        }
    }
}

impl InstanceUpdate {
    fn check(&self) -> Result<()> {
        let changes = [self.configuration.is_some(), self.detach_replica, !self.access.is_empty()];
        match changes.iter().filter(|change| **change).count() {
            // trove/instance/service.py:639 takes an empty update for "detach the configuration".
            0 if self.name.is_none() => Err(Error::invalid("nothing to change")),
            0 | 1 => Ok(()),
            _ => Err(Error::invalid("only one thing and the name can be changed at once")
                .with_hint("change one, wait until the instance is ready, then change the other")),
        }
    }

    /// One body for each change, the name last: with a name beside it, the rename is stored even
    /// if the rest is refused, and the busy check is skipped (trove/instance/service.py:600).
    fn bodies(&self, access: Option<Access>) -> Vec<Value> {
        let configuration = self.configuration.as_ref().map(|id| json!({ "configuration": id }));
        let detach = self.detach_replica.then(|| json!({ "replica_of": null }));
        let access = access.map(|access| json!({ "access": access }));
        let name = self.name.as_ref().map(|name| json!({ "name": name }));
        let bodies = [configuration, detach, access, name].into_iter().flatten();
        bodies.map(|body| json!({ "instance": body })).collect()
    }
}

impl Resources<'_, Instance> {
    fn act(&self, id: &str, action: &Value) -> Result<()> {
        self.client.post(&format!("{}/action", self.one(id)), action).map(drop)
    }

    /// Restarts the database: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 422 while it is busy.
    pub fn restart(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "restart": {} }))
    }

    /// Changes the flavor: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 422 while it is busy.
    pub fn resize_flavor(&self, id: &str, flavor_id: &str) -> Result<()> {
        self.act(id, &json!({ "resize": { "flavorRef": flavor_id } }))
    }

    /// Grows the volume to `size` GiB, and those of all replicas: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 400 unless it is larger than now, 422 while it is busy.
    pub fn resize_volume(&self, id: &str, size: u64) -> Result<()> {
        if size == 0 {
            return Err(Error::invalid("a volume has at least 1 GB"));
        }
        self.act(id, &json!({ "resize": { "volume": { "size": size } } }))
    }

    /// Makes a replica the primary of its set: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 422 while it is busy.
    pub fn promote(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "promote_to_replica_source": {} }))
    }

    /// Replaces a primary that is lost by one of its replicas: `POST /instances/{id}/action`.
    ///
    /// # Errors
    /// Status 400 unless it has not been heard of for 90 s.
    pub fn eject(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "eject_replica_source": {} }))
    }

    /// Clears the task of a stuck instance: `POST /instances/{id}/action`. For administrators.
    ///
    /// # Errors
    /// Status 403 for others.
    pub fn reset_status(&self, id: &str) -> Result<()> {
        self.act(id, &json!({ "reset_status": {} }))
    }

    /// The service changes the version and the access of an instance that is at work too
    /// (trove/instance/models.py, `upgrade` and `update_access`), and then both go wrong.
    fn get_idle(&self, id: &str) -> Result<Object> {
        let instance = self.get_object(id)?;
        if !is_busy(&instance) {
            return Ok(instance);
        }
        let name = text(&instance, "name").unwrap_or(id);
        Err(Error::Busy {
            subject: Subject::new(Instance::KIND, name),
            status: describe(&instance),
        })
    }

    /// Changes one thing, then the name: a `PUT /instances/{id}` each. For a change of the access the
    /// instance is read first.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change, or too much at once;
    /// [`Error::Busy`], or status 422, while it is busy (400 for a configuration).
    pub fn update(&self, id: &str, update: &InstanceUpdate) -> Result<()> {
        update.check()?;
        let access = if update.access.is_empty() {
            None
        } else {
            let now: Instance = decode(self.get_idle(id)?)?;
            Some(update.access.applied_to(now.access.unwrap_or_default()))
        };
        for body in update.bodies(access) {
            self.client.put(&self.one(id), &body)?;
        }
        Ok(())
    }

    /// Changes the datastore version (name or ID): `PATCH /instances/{id}`.
    ///
    /// # Errors
    /// Status 400 for an unknown version.
    pub fn upgrade(&self, id: &str, version: &str) -> Result<()> {
        self.get_idle(id)?;
        let body = json!({ "instance": { "datastore_version": version } });
        self.client.patch(&self.one(id), &body).map(drop)
    }

    /// Deletes an instance: `DELETE /instances/{id}`.
    ///
    /// # Errors
    /// Status 422 while it is being built, 403 while it has replicas.
    pub fn delete(&self, id: &str) -> Result<()> {
        self.client.delete(&self.one(id)).map(drop)
    }

    /// Deletes an instance that cannot be deleted otherwise: `POST
    /// /instances/{id}/action`, then `DELETE /instances/{id}`.
    ///
    /// # Errors
    /// Whatever either of them fails with.
    pub fn force_delete(&self, id: &str) -> Result<()> {
        // With this key it is the owner's right too (trove/instance/service.py:183).
        self.act(id, &json!({ "reset_status": { "force_delete": true } }))?;
        self.delete(id)
    }
}
