//! The view of an instance.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::faults;
use crate::sandbox::trove::model::instance::record::{Instance, configuration_name};
use crate::sandbox::trove::model::instance::status::Task;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::net::Ipv4Addr;

/// Returns the object, without the wrapper.
pub(crate) fn view(
    call: &Call<'_>,
    instance: &Instance,
    detail: Detail,
) -> Result<Map<String, Value>, Refusal> {
    let mut fields = Map::new();
    put_summary(call, instance, detail, &mut fields)?;
    if detail > Detail::Summary {
        put_details(call, instance, detail, &mut fields)?;
    }
    Ok(fields)
}

fn put_summary(
    call: &Call<'_>,
    instance: &Instance,
    detail: Detail,
    fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let version = Version::of(call.db, instance.version.as_deref())?;
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("id", json!(instance.id));
    put("name", json!(instance.name));
    put("status", json!(instance.status(call.db)?));
    put("operating_status", json!(instance.operating_status(call.now)));
    put("links", call.links("instances", &instance.id));
    put("flavor", call.reference("flavors", &instance.flavor));
    put("datastore", datastore(call, version.as_ref(), detail)?);
    put("region", json!(instance.region));
    put("access", json!({}));
    if call.caller.admin {
        put("tenant_id", json!(instance.project));
    }
    if version.is_some() {
        put("volume", json!({"size": instance.size}));
    }
    let addresses = addresses(instance, detail);
    if !addresses.is_empty() {
        let plain: Vec<_> = addresses.iter().filter_map(|address| address.get("address")).collect();
        put("ip", json!(plain));
        put("addresses", json!(addresses));
    }
    if let Some(source) = &instance.replica_of {
        put("replica_of", call.reference("instances", source));
    }
    let replicas: Vec<_> = instance
        .replicas(call.db)?
        .iter()
        .map(|replica| call.reference("instances", &replica.id))
        .collect();
    if !replicas.is_empty() {
        put("replicas", json!(replicas));
    }
    if let Some(access) = access(instance, &addresses) {
        put("access", access);
    }
    Ok(())
}

fn datastore(call: &Call<'_>, version: Option<&Version>, detail: Detail) -> Result<Value, Refusal> {
    let Some(version) = version else { return Ok(json!({"type": null, "version": null})) };
    let name = Datastore::of(call.db, version)?.name;
    if detail == Detail::Summary {
        return Ok(json!({"type": name, "version": version.name}));
    }
    Ok(json!({"type": name, "version": version.name, "version_number": version.version}))
}

/// Returns the access that was requested, or else derives it from the addresses
/// (trove/instance/views.py, `data`).
fn access(instance: &Instance, addresses: &[Value]) -> Option<Value> {
    if let Some(access) = instance.access.as_deref().filter(|access| **access != json!({})) {
        return Some(access.clone());
    }
    let public = |address: &Value| address.get("type") == Some(&json!("public"));
    (!addresses.is_empty()).then(|| json!({"is_public": addresses.iter().any(public)}))
}

/// Returns the addresses, once the instance has any. Lists hide them during a build.
pub(crate) fn addresses(instance: &Instance, detail: Detail) -> Vec<Value> {
    let hidden = instance.task == Task::Building && detail <= Detail::Detailed;
    if instance.server.is_none() || instance.deleted || hidden || detail == Detail::Created {
        return Vec::new();
    }
    let mut addresses = vec![json!({
        "address": instance.address,
        "type": "private",
        "network": instance.network,
    })];
    let public = instance.access.as_ref().and_then(|access| access.get("is_public"));
    if public == Some(&json!(true)) {
        addresses.push(json!({"address": public_address(&instance.id), "type": "public"}));
    }
    addresses
}

/// The first address that stands for public ones; those below it are private.
const FIRST_PUBLIC: u8 = 128;

/// Makes an address from the ID of an instance. Nothing listens on instances of the sandbox: the address
/// is one for documentation (RFC 5737), so that no client can be led to somebody else's machine.
pub(crate) fn address(id: &str) -> String {
    Ipv4Addr::new(192, 0, 2, 1 + hash(id) % (FIRST_PUBLIC - 1)).to_string()
}

fn public_address(id: &str) -> String {
    Ipv4Addr::new(192, 0, 2, FIRST_PUBLIC + hash(id) % (FIRST_PUBLIC - 1)).to_string()
}

fn hash(id: &str) -> u8 {
    Sha256::digest(id.as_bytes()).iter().copied().next().unwrap_or(0)
}

/// Tells whether an address is for documentation only.
pub(crate) fn is_documentation(address: &str) -> bool {
    address.parse().is_ok_and(|address: Ipv4Addr| {
        matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _])
    })
}

fn put_details(
    call: &Call<'_>,
    instance: &Instance,
    detail: Detail,
    fields: &mut Map<String, Value>,
) -> Result<(), Refusal> {
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("created", json!(instance.created));
    put("updated", json!(instance.updated));
    put("service_status_updated", json!(instance.heartbeat(call.now)));
    if let Some(fault) = faults::find(call.db, &instance.id)? {
        let details = call.caller.admin.then_some(fault.details);
        put(
            "fault",
            json!({"message": fault.message, "created": fault.updated, "details": details}),
        );
    }
    if let Some(id) = &instance.configuration {
        let name = configuration_name(call.db, id)?;
        let links = call.links("configurations", id);
        put("configuration", json!({"id": id, "name": name, "links": links}));
    }
    if detail >= Detail::Created
        && let Some(locality) = &instance.locality
    {
        put("locality", json!(locality));
    }
    if let Some(id) = &instance.cluster {
        put("cluster_id", json!(id));
    }
    if call.caller.admin {
        put("server_id", json!(instance.server));
        put("volume_id", json!(instance.volume));
        put("encrypted_rpc_messaging", json!(false));
    }
    if detail == Detail::Full
        && let (Some(used), Some(Value::Object(volume))) =
            (used(call, instance)?, fields.get_mut("volume"))
    {
        volume.insert("used".into(), json!(used));
    }
    Ok(())
}

/// Returns how many GB of the volume are used, if the guest agent can be asked.
pub(crate) fn used(call: &Call<'_>, instance: &Instance) -> Result<Option<f64>, Refusal> {
    let status = instance.status(call.db)?;
    let busy = ["BUILD", "REBOOT", "RESIZE", "PROMOTE", "EJECT", "UPGRADE", "SHUTDOWN"];
    Ok((instance.alive && !busy.contains(&status)).then_some(0.16))
}
