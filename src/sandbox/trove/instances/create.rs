//! Creating instances: empty ones, restored ones and replicas.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::state::seed;
use crate::sandbox::trove::instances::build::{Plan, build};
use crate::sandbox::trove::instances::initial::Initial;
use crate::sandbox::trove::instances::input::{
    check_locality, check_region, check_size, configuration, flavor, id_of, is_set, module_ids,
    size_of, text, version,
};
use crate::sandbox::trove::model::backup::changes::take_snapshot;
use crate::sandbox::trove::model::backup::record::Backup;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::view;
use crate::sandbox::trove::model::module::apply;
use crate::sandbox::trove::model::quota;
use serde_json::{Value, json};

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let input = call.body.get("instance").cloned().unwrap_or_default();
    let plan = plan(call, &input)?;
    let deltas = [("instances", 1), ("ram", plan.flavor.ram), ("volumes", plan.size)];
    // Several replicas are charged as one (docs/server-behaviour.md 53).
    quota::charge(call.db, &call.caller.project, &deltas)?;
    let mut last = None;
    for number in 1..=plan.count {
        let name =
            if plan.count > 1 { format!("{}-{number}", plan.name) } else { plan.name.into() };
        last = Some(build(call, &plan, name)?);
    }
    let instance = last.ok_or(Refusal::Crash)?;
    if let Some(source) = &plan.source {
        take_snapshot(call, source, &instance)?;
    }
    let mut view = view::view(call, &instance, Detail::Created)?;
    if plan.count > 1 {
        // The list of root passwords, of which there are none (trove/instance/models.py, `create`).
        view.insert("password".into(), (0..plan.count).map(|_| Value::Null).collect());
    }
    Ok(Reply::ok(&json!({"instance": view})))
}

/// Checks a request, in the order of the server (trove/instance/service.py, `create`).
fn plan<'w>(call: &Call<'_>, input: &'w Value) -> Result<Plan<'w>, Refusal> {
    refuse_combinations(input)?;
    let source = source(call, input)?;
    let version = match &source {
        Some(source) => Version::required(call.db, source.version.as_deref())?,
        None => version(call, input)?,
    };
    let initial = Initial::read(input)?;
    if source.is_some() && !initial.is_empty() {
        return Err(Refusal::bad_request("Cannot create a replica with users or databases."));
    }
    let (network, address) = network(input, source.is_some())?;
    check_locality(input)?;
    check_region(input)?;
    let flavor = flavor(call, input, source.as_ref())?;
    let size = size(input, source.as_ref())?;
    let backup = backup(call, input, &version, size)?;
    if let Some(source) = &source {
        source.require_idle(call)?;
    }
    let configuration = configuration(call, input, source.as_ref())?;
    let modules = apply::select(call, &module_ids(input), &version)?;
    Ok(Plan {
        name: text(input, "name").unwrap_or_default(),
        flavor,
        version,
        size,
        count: input.get("replica_count").and_then(Value::as_i64).unwrap_or(1),
        configuration,
        locality: match &source {
            Some(source) => source.locality.clone(),
            None => text(input, "locality").map(str::to_owned),
        },
        access: input.get("access").filter(|access| access.is_object()).cloned(),
        region: Some(seed::REGION.into()),
        network,
        address,
        initial,
        modules,
        cluster: None,
        source,
        backup,
    })
}

fn refuse_combinations(input: &Value) -> Result<(), Refusal> {
    if !is_set(input, "replica_of") {
        let count = input.get("replica_count").and_then(Value::as_i64).unwrap_or(1);
        return if count > 1 {
            Err(Refusal::bad_request(format!(
                "Replica count only valid when creating replicas. Cannot create {count} instances."
            )))
        } else {
            Ok(())
        };
    }
    let fixed = [
        ("flavorRef", "flavor"),
        ("datastore", "datastore"),
        ("volume", "volume"),
        ("locality", "locality"),
    ];
    match fixed.iter().find(|(key, _)| is_set(input, key)) {
        Some((_, name)) => {
            Err(Refusal::bad_request(format!("Cannot specify {name} when creating replicas.")))
        }
        None => Ok(()),
    }
}

fn source(call: &Call<'_>, input: &Value) -> Result<Option<Instance>, Refusal> {
    let Some(id) = text(input, "replica_of").filter(|id| !id.is_empty()) else { return Ok(None) };
    let source = Instance::find(call, id)?;
    if source.replica_of.is_some() {
        return Err(Refusal::new(401, format!("Cannot create a replica of a replica {id}")));
    }
    Ok(Some(source))
}

/// Returns the network, and the address that was requested. The instance gets it only if it is for
/// documentation.
fn network(input: &Value, is_replica: bool) -> Result<(String, Option<String>), Refusal> {
    let Some(nic) = input.get("nics").and_then(|nics| nics.get(0)) else {
        return Ok((seed::NETWORK_ID.into(), None));
    };
    let address = text(nic, "ip_address");
    if is_replica && address.is_some() {
        return Err(Refusal::bad_request("Cannot specify IP address when creating replicas."));
    }
    let network = text(nic, "network_id").or_else(|| text(nic, "net-id"));
    let subnet = text(nic, "subnet_id");
    if network.is_none() && subnet.is_none() {
        return Err(Refusal::bad_request("Instance network or subnet needs to be specified."));
    }
    if subnet.is_none() && address.is_some() {
        return Err(Refusal::bad_request("Instance subnet needs to be specified."));
    }
    Ok((network.unwrap_or(seed::NETWORK_ID).to_owned(), address.map(str::to_owned)))
}

fn size(input: &Value, source: Option<&Instance>) -> Result<i64, Refusal> {
    if let Some(source) = source {
        // A source without a volume cannot be copied yet.
        return source
            .size
            .filter(|_| source.volume.is_some())
            .ok_or_else(|| Refusal::resource_not_found("None"));
    }
    let size = input.get("volume").and_then(size_of);
    check_size(size.ok_or_else(|| Refusal::bad_request("Volume size was not specified."))?)
}

/// Finds the backup to restore, if the request has one.
fn backup(
    call: &Call<'_>,
    input: &Value,
    version: &Version,
    size: i64,
) -> Result<Option<Backup>, Refusal> {
    let reference = input.get("restorePoint").and_then(|point| point.get("backupRef"));
    let Some(reference) = reference else { return Ok(None) };
    let backup = Backup::find(call, &id_of(reference))?;
    backup.require_restorable(call, version, size)?;
    Ok(Some(backup))
}
