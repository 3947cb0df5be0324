//! The view of a cluster.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::cluster::record::Cluster;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::view;
use serde_json::{Map, Value, json};

/// Returns the object, without the wrapper (trove/cluster/views.py, `ClusterView`).
pub(crate) fn view(
    call: &Call<'_>,
    cluster: &Cluster,
    detail: Detail,
) -> Result<Map<String, Value>, Refusal> {
    let version = Version::required(call.db, Some(&cluster.version))?;
    let datastore = Datastore::of(call.db, &version)?;
    let (mut members, mut addresses) = (Vec::new(), Vec::new());
    for instance in cluster.members(call.db)? {
        members.push(member(call, &instance, detail)?);
        if detail == Detail::Full {
            addresses.extend(view::addresses(&instance, Detail::Full));
        }
    }
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("id", json!(cluster.id));
    put("name", json!(cluster.name));
    let task = cluster.task;
    put("task", json!({"id": task as i64, "name": task.name(), "description": task.description()}));
    put("created", json!(cluster.created));
    put("updated", json!(cluster.updated));
    put("links", call.links("clusters", &cluster.id));
    put("datastore", json!({"type": datastore.name, "version": version.name}));
    put("instances", json!(members));
    if !addresses.is_empty() {
        put("ip", json!(addresses));
    }
    let is_known = detail == Detail::Created || !call.settings.quirks.cluster_locality_is_hidden();
    if let Some(locality) = cluster.locality.as_ref().filter(|_| is_known) {
        put("locality", json!(locality));
    }
    if let Some(configuration) = &cluster.configuration {
        put("configuration", json!(configuration));
    }
    Ok(fields)
}

fn member(call: &Call<'_>, instance: &Instance, detail: Detail) -> Result<Value, Refusal> {
    let mut view = json!({
        "id": instance.id,
        "name": instance.name,
        "type": "member",
        "links": call.links("instances", &instance.id),
    });
    if let (Detail::Full, Some(fields)) = (detail, view.as_object_mut()) {
        fields.insert("status".into(), json!(instance.status(call.db)?));
        fields.insert("volume".into(), json!({"size": instance.size}));
        fields.insert("flavor".into(), call.reference("flavors", &instance.flavor));
        let addresses = view::addresses(instance, Detail::Full);
        if !addresses.is_empty() {
            fields.insert("ip".into(), json!(addresses));
        }
    }
    Ok(view)
}
