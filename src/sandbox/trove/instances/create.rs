//! New instances: empty ones, restored ones and replicas.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::python::is_truthy;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::record::{Json, Record};
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::state::{ids, seed};
use crate::sandbox::trove::instances::bodies::ACCESS_FIELDS;
use crate::sandbox::trove::instances::initial::Initial;
use crate::sandbox::trove::model::backup::changes::take_snapshot;
use crate::sandbox::trove::model::backup::record::Backup;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use crate::sandbox::trove::model::instance::{changes, view};
use crate::sandbox::trove::model::module::apply;
use crate::sandbox::trove::model::module::record::Module;
use crate::sandbox::trove::model::quota::MAX_VOLUME;
use crate::sandbox::trove::model::{contents, datastore, quota};
use serde_json::{Value, json};

/// The body of `POST /instances`.
pub(crate) const BODY: Rule = Rule::open(
    &["instance"],
    &[(
        "instance",
        &Rule::open(
            &["name"],
            &[
                ("name", &types::NON_EMPTY),
                ("configuration_id", &types::OPTIONAL_UUID),
                ("flavorRef", &types::FLAVOR),
                ("volume", &crate::sandbox::trove::instances::bodies::VOLUME),
                ("databases", &crate::sandbox::trove::instances::bodies::DATABASES),
                ("users", &crate::sandbox::trove::instances::bodies::USERS),
                ("restorePoint", &crate::sandbox::trove::instances::bodies::RESTORE_POINT),
                ("replica_of", &types::UUID),
                ("replica_count", &Rule::Integer { min: Some(1), max: Some(3) }),
                ("availability_zone", &types::NON_EMPTY),
                ("datastore", &crate::sandbox::trove::instances::bodies::DATASTORE),
                ("nics", &crate::sandbox::trove::instances::bodies::NICS),
                ("modules", &crate::sandbox::trove::instances::bodies::MODULES),
                ("region_name", &types::NON_EMPTY),
                ("locality", &types::NON_EMPTY),
                ("access", &Rule::open(&[], ACCESS_FIELDS)),
            ],
        ),
    )],
);

const LOCALITIES: &[&str] = &["affinity", "soft-affinity", "anti-affinity", "soft-anti-affinity"];

/// What an instance is going to be, once everything about it is in order.
pub(crate) struct Plan<'w> {
    pub(crate) name: &'w str,
    pub(crate) flavor: Flavor,
    pub(crate) version: Version,
    pub(crate) size: i64,
    pub(crate) source: Option<Instance>,
    pub(crate) cluster: Option<String>,
    pub(crate) count: i64,
    pub(crate) configuration: Option<String>,
    pub(crate) locality: Option<String>,
    pub(crate) access: Option<Value>,
    pub(crate) region: Option<String>,
    pub(crate) network: String,
    pub(crate) address: Option<String>,
    pub(crate) initial: Initial<'w>,
    pub(crate) modules: Vec<Module>,
    pub(crate) backup: Option<Backup>,
}

pub(crate) fn text<'v>(input: &'v Value, key: &str) -> Option<&'v str> {
    input.get(key)?.as_str()
}

/// Is something there that Python takes for true?
fn given(input: &Value, key: &str) -> bool {
    input.get(key).is_some_and(is_truthy)
}

/// The last segment of what may be a URL.
pub(crate) fn id_of(reference: &Value) -> String {
    let text = reference.as_str().map_or_else(|| reference.to_string(), str::to_owned);
    text.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A size, which may be written as a number or as text.
pub(crate) fn size_of(volume: &Value) -> Option<i64> {
    let size = volume.get("size")?;
    size.as_i64().or_else(|| size.as_str()?.parse().ok())
}

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let input = call.body.get("instance").cloned().unwrap_or_default();
    let plan = plan(call, &input)?;
    let deltas = [("instances", 1), ("ram", plan.flavor.ram), ("volumes", plan.size)];
    // However many replicas: charged as one (docs/server-behaviour.md 53).
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
        // The list of the root passwords that there are not (trove/instance/models.py, `create`).
        view.insert("password".into(), (0..plan.count).map(|_| Value::Null).collect());
    }
    Ok(Reply::ok(&json!({"instance": view})))
}

/// Everything that can be wrong with a request, in the order in which the server
/// looks (trove/instance/service.py, `create`).
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
    let modules = apply::select(call, &modules(input), &version)?;
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
    if !given(input, "replica_of") {
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
    match fixed.iter().find(|(key, _)| given(input, key)) {
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

/// What is asked for under `datastore`.
pub(crate) fn version(call: &Call<'_>, input: &Value) -> Result<Version, Refusal> {
    let datastore = input.get("datastore");
    let known = ["type", "version", "version_number", "return_inactive"];
    let unknown = datastore
        .and_then(Value::as_object)
        .and_then(|fields| fields.keys().find(|key| !known.contains(&key.as_str())));
    if let Some(key) = unknown {
        return Err(call.crash(format!("Unknown key '{key}' in datastore.")));
    }
    datastore::choose(call, datastore, false)
}

/// The network, and the address on it if one was asked for.
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

pub(crate) fn check_locality(input: &Value) -> Result<(), Refusal> {
    match text(input, "locality").filter(|locality| !LOCALITIES.contains(locality)) {
        None => Ok(()),
        Some(locality) => Err(Refusal::bad_request(format!(
            "Invalid locality '{locality}'. Must be one of ['{}']",
            LOCALITIES.join("', '")
        ))),
    }
}

pub(crate) fn check_region(input: &Value) -> Result<(), Refusal> {
    match text(input, "region_name").filter(|region| *region != seed::REGION) {
        None => Ok(()),
        Some(region) => Err(Refusal::bad_request(format!(
            "Endpoint not found for service_type=database, endpoint_type=publicURL, endpoint_region={region}."
        ))),
    }
}

pub(crate) fn flavor(
    call: &Call<'_>,
    input: &Value,
    source: Option<&Instance>,
) -> Result<Flavor, Refusal> {
    let id = match (source, input.get("flavorRef")) {
        (Some(source), _) => source.flavor.clone(),
        (None, Some(reference)) => id_of(reference),
        (None, None) => "None".into(),
    };
    // 400: the exception's class is not in the map (docs/server-behaviour.md 27).
    Flavor::by_id(call.db, &id)?
        .ok_or_else(|| Refusal::bad_request(format!("Resource {id} cannot be found.")))
}

fn size(input: &Value, source: Option<&Instance>) -> Result<i64, Refusal> {
    if let Some(source) = source {
        // Until the source has a volume, there is nothing to copy.
        return source
            .size
            .filter(|_| source.volume.is_some())
            .ok_or_else(|| Refusal::resource_not_found("None"));
    }
    let size = input.get("volume").and_then(size_of);
    check_size(size.ok_or_else(|| Refusal::bad_request("Volume size was not specified."))?)
}

/// Refuses volumes that are too large for anybody.
pub(crate) fn check_size(size: i64) -> Result<i64, Refusal> {
    if size > MAX_VOLUME {
        return Err(Refusal::over_limit(format!(
            "Volume 'size' cannot exceed maximum of {MAX_VOLUME} GB, {size} cannot be accepted."
        )));
    }
    Ok(size)
}

/// The backup to restore, if it can be restored.
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

/// The configuration group: the one that was asked for, or the source's.
pub(crate) fn configuration(
    call: &Call<'_>,
    input: &Value,
    source: Option<&Instance>,
) -> Result<Option<String>, Refusal> {
    let wanted = input.get("configuration").filter(|_| given(input, "configuration")).map(id_of);
    let Some(id) = wanted else {
        return Ok(source.and_then(|source| source.configuration.clone()));
    };
    if crate::sandbox::trove::model::configuration::group::Group::find(call, &id)?.is_some() {
        return Ok(Some(id));
    }
    if call.settings.quirks.unknown_configuration_crashes() {
        return Err(Refusal::Crash);
    }
    Err(crate::sandbox::trove::instances::configuration::missing(&id))
}

pub(crate) fn modules(input: &Value) -> Vec<&str> {
    let modules = input.get("modules").and_then(Value::as_array);
    modules.into_iter().flatten().filter_map(|module| text(module, "id")).collect()
}

/// Stores an instance, and lets it be built.
pub(crate) fn build(call: &Call<'_>, plan: &Plan<'_>, name: String) -> Result<Instance, Refusal> {
    let id = ids::next_id(call.db)?.to_string();
    let mut instance = Instance {
        name,
        project: call.caller.project.clone(),
        flavor: plan.flavor.id.clone(),
        size: Some(plan.size),
        version: Some(plan.version.id.clone()),
        task: Task::Building,
        server: None,
        server_status: "BUILD".into(),
        volume: None,
        agent: AgentStatus::New,
        agent_updated: Timestamp(call.now.0),
        alive: false,
        configuration: plan.configuration.clone(),
        replica_of: plan.source.as_ref().map(|source| source.id.clone()),
        cluster: plan.cluster.clone(),
        locality: plan.locality.clone(),
        region: plan.region.clone(),
        access: plan.access.clone().map(Json),
        network: plan.network.clone(),
        address: plan.address.clone().unwrap_or_else(|| view::address("10.1", &id)),
        created: call.now,
        updated: call.now,
        deleted: false,
        deleted_at: None,
        id,
    };
    instance.save(call.db, call.now)?;
    if let Some(backup) = &plan.backup {
        contents::copy(call.db, &backup.id, &instance.id)?;
    }
    plan.initial.store(call.db, &instance.id)?;
    for module in &plan.modules {
        apply::to_instance(call, &instance.id, module)?;
    }
    changes::schedule_build(call, &instance)?;
    Ok(instance)
}
