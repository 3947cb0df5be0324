//! The members of a cluster.

use crate::Result;
use crate::api::Instance;
use crate::api::cluster::Cluster;
use crate::api::collection::{Collection, missing, only};
use crate::api::query::segment;
use crate::api::reply::{decode, open};
use crate::api::resource::{Resource, is_uuid};
use crate::json::Object;

impl Collection<'_, Cluster> {
    /// Fetches an instance of a cluster with all its fields: `GET
    /// /clusters/{id}/instances/{instance_id}`.
    ///
    /// # Errors
    /// Status 404 if there is no such cluster, or no such instance.
    pub fn instance(&self, id: &str, instance_id: &str) -> Result<Instance> {
        self.instance_object(id, instance_id).and_then(decode)
    }

    /// Fetches an instance of a cluster as [`instance`](Self::instance) does, and returns the object
    /// that the service sent.
    ///
    /// # Errors
    /// The errors of [`instance`](Self::instance).
    pub fn instance_object(&self, id: &str, instance_id: &str) -> Result<Object> {
        let path = format!("{}/instances/{}", self.item_path(id), segment(instance_id));
        let reply = self.client.get(&path)?;
        open::<Instance>(reply, &format!("GET {path}"))
    }

    /// Finds the IDs of the members of this cluster with these names or IDs. (The list of all
    /// instances does not have the members.) An ID that the cluster does not show is fetched:
    /// configuration servers are hidden, and the service would delete any instance, a member or not.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound), or [`Error::Ambiguous`](crate::Error::Ambiguous) when several have the name.
    pub fn find_members(&self, cluster: &Object, names: &[String]) -> Result<Vec<String>> {
        let members = Cluster::members(cluster);
        let cluster = Cluster::id(cluster).unwrap_or_default();
        let find = |name: &String| {
            let (key, noun) = (if is_uuid(name) { "id" } else { "name" }, "member of the cluster");
            let found = members.iter().filter(|member| member.get(key).is_some_and(|n| n == name));
            let none = || missing(noun, name);
            match only(noun, name, found.filter_map(Instance::id).collect())? {
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
