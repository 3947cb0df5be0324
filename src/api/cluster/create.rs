//! Creating a cluster, and adding instances to one.

use crate::api::cluster::Cluster;
use crate::api::collection::Resources;
use crate::api::reply::{decode, open};
use crate::api::{NewVolume, Nic};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::{Value, json};

/// What to create.
#[derive(Debug, Clone, Default)]
pub struct NewCluster {
    /// Name.
    pub name: String,
    /// The datastore, by name or ID.
    pub datastore: String,
    /// Its version, by name or ID.
    pub datastore_version: String,
    /// The instances: at least one, and as many as the datastore wants.
    pub members: Vec<NewMember>,
    /// `affinity`, `anti-affinity`, `soft-affinity` or `soft-anti-affinity`.
    pub locality: Option<String>,
    /// What only this datastore knows, as in `num_mongos`.
    pub extended_properties: Vec<(String, String)>,
    /// The ID of a configuration group.
    pub configuration: Option<String>,
}

/// An instance to create in a cluster.
#[derive(Debug, Clone, Default)]
pub struct NewMember {
    /// The ID of the flavor.
    pub flavor: String,
    /// The data volume, where the datastore uses one.
    pub volume: Option<NewVolume>,
    /// The network to be in: one at most.
    pub nics: Vec<Nic>,
    /// Availability zone.
    pub availability_zone: Option<String>,
    /// The IDs of modules to apply.
    pub modules: Vec<String>,
    /// Its parts in the cluster, as in `member`.
    pub kinds: Vec<String>,
    /// The instance that it is to belong with; only in a cluster that grows.
    pub related_to: Option<String>,
    /// Name; only in a cluster that grows.
    pub name: Option<String>,
    /// Region.
    pub region: Option<String>,
}

/// Where a new instance comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    NewCluster,
    Grown,
}

impl NewMember {
    fn body(&self, place: Place) -> Result<Object> {
        if self.flavor.is_empty() {
            return Err(Error::invalid("an instance of a cluster needs a flavor"));
        }
        if self.nics.len() > 1 {
            return Err(Error::invalid("an instance can be in one network only"));
        }
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        put("flavorRef", json!(self.flavor));
        if let Some(volume) = &self.volume {
            put("volume", size(volume)?);
        }
        if !self.nics.is_empty() {
            put("nics", json!(self.nics));
        }
        if let Some(zone) = &self.availability_zone {
            put("availability_zone", json!(zone));
        }
        if !self.modules.is_empty() {
            let modules: Vec<_> = self.modules.iter().map(|id| json!({ "id": id })).collect();
            put("modules", json!(modules));
        }
        match (self.kinds.is_empty(), place) {
            (true, _) => {}
            (false, Place::NewCluster) => {
                put("type", json!(self.kinds));
            }
            // Text here, which the service splits (trove/cluster/models.py:298).
            (false, Place::Grown) => {
                put("type", json!(self.kinds.join(",")));
            }
        }
        if let Some(related) = &self.related_to {
            put("related_to", json!(related));
        }
        if let Some(name) = &self.name {
            put("name", json!(name));
        }
        if let Some(region) = &self.region {
            put("region_name", json!(region));
        }
        if place == Place::NewCluster && (self.related_to.is_some() || self.name.is_some()) {
            return Err(Error::invalid(
                "the first instances of a cluster get no names of their own",
            )
            .with_hint("name and related_to are for a cluster that grows"));
        }
        Ok(body)
    }
}

/// The size as text, as the reference client sends it.
fn size(volume: &NewVolume) -> Result<Value> {
    if volume.size == 0 {
        return Err(Error::invalid("a volume has at least 1 GB"));
    }
    let mut body = json!({ "size": volume.size.to_string() });
    if let (Some(kind), Some(fields)) = (&volume.kind, body.as_object_mut()) {
        fields.insert("type".into(), json!(kind));
    }
    Ok(body)
}

/// The bodies of several.
pub(super) fn bodies(members: &[NewMember], place: Place) -> Result<Vec<Object>> {
    if members.is_empty() {
        return Err(Error::invalid("no instance for the cluster"));
    }
    members.iter().map(|member| member.body(place)).collect()
}

impl NewCluster {
    fn body(&self) -> Result<Object> {
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        put("name", json!(self.name));
        put("datastore", json!({ "type": self.datastore, "version": self.datastore_version }));
        put("instances", json!(bodies(&self.members, Place::NewCluster)?));
        if let Some(locality) = &self.locality {
            put("locality", json!(locality));
        }
        if !self.extended_properties.is_empty() {
            let properties = self.extended_properties.iter();
            let properties: Object =
                properties.map(|(key, value)| (key.clone(), json!(value))).collect();
            put("extended_properties", json!(properties));
        }
        if let Some(configuration) = &self.configuration {
            put("configuration", json!(configuration));
        }
        Ok(body)
    }
}

impl Resources<'_, Cluster> {
    /// Creates a cluster: `POST /clusters`. It is ready when [`wait`](Self::wait) says so.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what the service would refuse, before it is asked; status 501 if
    /// the datastore has no clusters.
    pub fn create(&self, new: &NewCluster) -> Result<Cluster> {
        self.create_object(new).and_then(decode)
    }

    /// The same, giving the object that the service sent.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_object(&self, new: &NewCluster) -> Result<Object> {
        let reply = self.client.post(&self.path, &json!({ "cluster": new.body()? }))?;
        open::<Cluster>(reply, "POST clusters")
    }
}
