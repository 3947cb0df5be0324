//! Changing an instance: its name, configuration, access, or role as a replica.

use crate::api::collection::Collection;
use crate::api::instance::condition::{describe, is_busy};
use crate::api::instance::{Access, Instance};
use crate::api::reply::decode;
use crate::api::resource::Resource;
use crate::json::{Object, text};
use crate::{Error, Result, Subject};
use serde_json::{Value, json};

/// A change to an instance: its name, and one more field.
#[derive(Debug, Clone, Default)]
pub struct InstanceUpdate {
    /// A new name.
    pub name: Option<String>,
    /// The ID of a configuration group to attach, or `Some(None)` to detach the one there is.
    pub configuration: Option<Option<String>>,
    /// Whether to stop being a replica.
    pub detach_replica: bool,
    /// The change to its access.
    pub access: AccessUpdate,
}

/// A change to the access to an instance; fields that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessUpdate {
    /// Whether the instance has a public address.
    pub is_public: Option<bool>,
    /// The IPv4 networks that may connect, as CIDRs; an empty list allows all.
    pub allowed_cidrs: Option<Vec<String>>,
}

impl AccessUpdate {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Applies the change to the current access. The service replaces the access as a whole
    /// (trove/taskmanager/models.py, `update_access`), so that fields that stay are sent too.
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
            // The service takes an empty update for "detach the configuration" (trove/instance/service.py:639).
            0 if self.name.is_none() => Err(Error::invalid("nothing to change")),
            0 | 1 => Ok(()),
            _ => Err(Error::invalid("only one field and the name can be changed at once")
                .with_hint("change one, wait until the instance is ready, then change the other")),
        }
    }

    /// The bodies, one for each change, the name last. Together with another change, the service would store
    /// the name even if it refuses the rest, and would skip the busy check
    /// (trove/instance/service.py:600).
    fn bodies(&self, access: Option<Access>) -> Vec<Value> {
        let configuration = self.configuration.as_ref().map(|id| json!({ "configuration": id }));
        let detach = self.detach_replica.then(|| json!({ "replica_of": null }));
        let access = access.map(|access| json!({ "access": access }));
        let name = self.name.as_ref().map(|name| json!({ "name": name }));
        let bodies = [configuration, detach, access, name].into_iter().flatten();
        bodies.map(|body| json!({ "instance": body })).collect()
    }
}

impl Collection<'_, Instance> {
    /// Fetches an instance that is not busy. The service changes the version and the access of a busy
    /// instance too (trove/instance/models.py, `upgrade` and `update_access`), and both fail then.
    pub(super) fn get_idle(&self, id: &str) -> Result<Object> {
        let instance = self.get_object(id)?;
        if !is_busy(&instance) {
            return Ok(instance);
        }
        let name = text(&instance, "name").unwrap_or(id);
        Err(Error::Busy {
            subject: Subject::new(Instance::NOUN, name),
            status: describe(&instance),
        })
    }

    /// Changes one field, then the name, with a `PUT /instances/{id}` each. For a change to the access
    /// the instance is fetched first.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is nothing to change, or too much at once; [`Error::Busy`], or
    /// status 422, while the instance is busy (400 for a configuration).
    pub fn update(&self, id: &str, update: &InstanceUpdate) -> Result<()> {
        update.check()?;
        let access = if update.access.is_empty() {
            None
        } else {
            let now: Instance = decode(self.get_idle(id)?)?;
            Some(update.access.applied_to(now.access.unwrap_or_default()))
        };
        for body in update.bodies(access) {
            self.client.put(&self.item_path(id), &body)?;
        }
        Ok(())
    }
}
