//! Creating a cluster, and adding instances to one.

use crate::api::cluster::Cluster;
use crate::api::collection::Collection;
use crate::api::reply::{decode, open};
use crate::api::{NewVolume, Nic};
use crate::json::Object;
use crate::{Error, Result};
use serde_json::{Value, json};

/// A cluster to create.
#[derive(Debug, Clone, Default)]
pub struct NewCluster {
    /// Name.
    pub name: String,
    /// The datastore, by name or ID.
    pub datastore: String,
    /// The datastore version, by name or ID.
    pub datastore_version: String,
    /// The instances: at least one, and as many as the datastore requires.
    pub members: Vec<NewMember>,
    /// `affinity`, `anti-affinity`, `soft-affinity` or `soft-anti-affinity`.
    pub locality: Option<String>,
    /// Properties of this datastore only, as in `num_mongos`.
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
    /// The network: at most one.
    pub nics: Vec<Nic>,
    /// Availability zone.
    pub availability_zone: Option<String>,
    /// The IDs of modules to apply.
    pub modules: Vec<String>,
    /// The types of the instance in the cluster, as in `member`.
    pub member_types: Vec<String>,
    /// The instance that it is related to; only in a cluster that grows.
    pub related_to: Option<String>,
    /// Name; only in a cluster that grows.
    pub name: Option<String>,
    /// Region.
    pub region: Option<String>,
}

/// The request that a new instance is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Create,
    Grow,
}

impl NewMember {
    fn body(&self, purpose: Purpose) -> Result<Object> {
        if self.flavor.is_empty() {
            return Err(Error::invalid("an instance of a cluster needs a flavor"));
        }
        if self.nics.len() > 1 {
            return Err(Error::invalid("an instance can be in one network only"));
        }
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        put("flavorRef", json!(self.flavor));
        if let Some(new) = &self.volume {
            put("volume", volume(new)?);
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
        match (self.member_types.is_empty(), purpose) {
            (true, _) => {}
            (false, Purpose::Create) => {
                put("type", json!(self.member_types));
            }
            // The service splits a text here (trove/cluster/models.py:298).
            (false, Purpose::Grow) => {
                put("type", json!(self.member_types.join(",")));
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
        if purpose == Purpose::Create && (self.related_to.is_some() || self.name.is_some()) {
            return Err(Error::invalid("the first instances of a cluster cannot be named")
                .with_hint("name and related_to are for a cluster that grows"));
        }
        Ok(body)
    }
}

/// The volume with its size as text, as the reference client sends it.
fn volume(new: &NewVolume) -> Result<Value> {
    if new.size == 0 {
        return Err(Error::invalid("a volume has at least 1 GB"));
    }
    let mut body = json!({ "size": new.size.to_string() });
    if let (Some(volume_type), Some(fields)) = (&new.volume_type, body.as_object_mut()) {
        fields.insert("type".into(), json!(volume_type));
    }
    Ok(body)
}

/// The bodies of several instances.
pub(super) fn bodies(members: &[NewMember], purpose: Purpose) -> Result<Vec<Object>> {
    if members.is_empty() {
        return Err(Error::invalid("no instance for the cluster"));
    }
    members.iter().map(|member| member.body(purpose)).collect()
}

impl NewCluster {
    fn body(&self) -> Result<Object> {
        let mut body = Object::new();
        let mut put = |key: &str, value| body.insert(key.to_owned(), value);
        put("name", json!(self.name));
        put("datastore", json!({ "type": self.datastore, "version": self.datastore_version }));
        put("instances", json!(bodies(&self.members, Purpose::Create)?));
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

impl Collection<'_, Cluster> {
    /// Creates a cluster: `POST /clusters`. Use [`wait`](Self::wait) to learn when it is ready.
    ///
    /// # Errors
    /// [`Error::Invalid`], before anything is sent, for input that the service would refuse;
    /// status 501 for a datastore without clusters.
    pub fn create(&self, new: &NewCluster) -> Result<Cluster> {
        self.create_object(new).and_then(decode)
    }

    /// Creates a cluster as [`create`](Self::create) does, and returns the object that the service
    /// sent.
    ///
    /// # Errors
    /// The errors of [`create`](Self::create).
    pub fn create_object(&self, new: &NewCluster) -> Result<Object> {
        let reply = self.client.post(&self.path, &json!({ "cluster": new.body()? }))?;
        open::<Cluster>(reply, "POST clusters")
    }
}
