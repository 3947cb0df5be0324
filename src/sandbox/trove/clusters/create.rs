//! Creating and growing clusters (trove/common/strategies/cluster/experimental/galera_common/api.py).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::state::{ids, seed};
use crate::sandbox::trove::instances::build::Plan;
use crate::sandbox::trove::instances::initial::Initial;
use crate::sandbox::trove::instances::input::{size_of, text};
use crate::sandbox::trove::instances::{build, input};
use crate::sandbox::trove::model::cluster::changes::{Change, FORM};
use crate::sandbox::trove::model::cluster::record::{Cluster, Task};
use crate::sandbox::trove::model::cluster::view;
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::changes::seconds;
use crate::sandbox::trove::model::module::apply;
use crate::sandbox::trove::model::quota;
use crate::sandbox::trove::model::quota::MAX_VOLUME;
use serde_json::{Value, json};

/// The only manager that supports clusters: the others no longer have a guest agent
/// (trove/common/cfg.py:1436, trove/common/constants.py).
const MANAGER: &str = "mariadb";

/// The smallest number of members of a new cluster (`min_cluster_member_count`).
const MIN_MEMBERS: usize = 3;

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let input = call.body.get("cluster").cloned().unwrap_or_default();
    let version = input::version(call, &input)?;
    if version.manager != MANAGER {
        let datastore = Datastore::of(call.db, &version)?;
        return Err(Refusal::new(
            501,
            format!("Clusters not supported for {}-{}.", datastore.name, version.name),
        ));
    }
    input::check_locality(&input)?;
    let nodes = input.get("instances").and_then(Value::as_array).cloned().unwrap_or_default();
    if nodes.len() < MIN_MEMBERS {
        return Err(Refusal::bad_request(format!(
            "The number of instances for your initial cluster must be at least {MIN_MEMBERS}."
        )));
    }
    let mut cluster = Cluster {
        id: ids::next_id(call.db)?.to_string(),
        name: text(&input, "name").unwrap_or_default().to_owned(),
        project: call.caller.project.clone(),
        version: version.id.clone(),
        task: Task::Building,
        configuration: None,
        locality: text(&input, "locality").map(str::to_owned),
        created: call.now,
        updated: call.now,
        deleted: false,
        deleted_at: None,
    };
    let sizes = Sizes::read(call, &nodes)?;
    cluster.configuration = input::configuration(call, &input, None)?;
    let plans = plans(call, &cluster, &version, &nodes, sizes)?;
    cluster.save(call.db, call.now)?;
    build(call, &cluster, &plans)?;
    Ok(Reply::ok(&json!({"cluster": view::view(call, &cluster, Detail::Created)?})))
}

/// Adds members to a cluster.
pub(crate) fn grow(
    call: &Call<'_>,
    mut cluster: Cluster,
    nodes: &Value,
) -> Result<Cluster, Refusal> {
    cluster.require_task(&[Task::None])?;
    let nodes = nodes.as_array().cloned().unwrap_or_default();
    let version = Version::required(call.db, Some(&cluster.version))?;
    let sizes = Sizes::read(call, &nodes)?;
    let plans = plans(call, &cluster, &version, &nodes, sizes)?;
    cluster.begin(call, Task::Growing)?;
    build(call, &cluster, &plans)?;
    Ok(cluster)
}

/// The flavor and volume that all members of a cluster have.
struct Sizes {
    flavor: Flavor,
    volume: i64,
}

impl Sizes {
    /// Reads and checks the sizes, networks and regions of members, in the order of the server
    /// (`_validate_cluster_instances`).
    fn read(call: &Call<'_>, nodes: &[Value]) -> Result<Self, Refusal> {
        let mut flavors = Vec::new();
        for node in nodes {
            flavors.push(input::flavor(call, node, None)?);
        }
        let size = |node: &Value| node.get("volume").and_then(size_of);
        let volumes: Vec<i64> = nodes.iter().filter_map(size).collect();
        if volumes.len() != nodes.len() {
            return Err(Refusal::bad_request(
                "A volume size is required for each instance in the cluster.",
            ));
        }
        if let Some(size) = volumes.iter().find(|size| **size > MAX_VOLUME) {
            return Err(Refusal::over_limit(format!(
                "Volume 'size' cannot exceed maximum of {MAX_VOLUME} Gb, {size} cannot be accepted."
            )));
        }
        let flavors_differ =
            || Refusal::bad_request("The flavor for each instance in a cluster must be the same.");
        let flavor = flavors.pop().ok_or_else(flavors_differ)?;
        if flavors.iter().any(|other| other.id != flavor.id) {
            return Err(flavors_differ());
        }
        let volume = volumes.first().copied().unwrap_or_default();
        if volumes.iter().any(|other| *other != volume) {
            return Err(Refusal::bad_request(
                "The volume size for each instance in a cluster must be the same.",
            ));
        }
        let sizes = Self { flavor, volume };
        quota::check(call.db, &call.caller.project, &sizes.deltas(nodes.len()))?;
        check_networks(nodes)?;
        for node in nodes {
            input::check_region(node)?;
        }
        Ok(sizes)
    }

    /// Returns what a number of members adds to the quotas that are checked before anything is stored.
    fn deltas(&self, count: usize) -> [(&'static str, i64); 2] {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        [("instances", count), ("volumes", count.saturating_mul(self.volume))]
    }
}

/// Returns the network of a member; clusters read only one of the two keys of instances.
fn network(node: &Value) -> Option<&str> {
    text(node.get("nics")?.get(0)?, "network_id")
}

fn check_networks(nodes: &[Value]) -> Result<(), Refusal> {
    let named = |node: &&Value| node.get("nics").and_then(|nics| nics.get(0)).is_some();
    let mut networks = nodes.iter().filter(named).map(network);
    let first = networks.next();
    if networks.any(|other| Some(other) != first) {
        return Err(Refusal::bad_request(
            "The network for each instance in a cluster must be the same.",
        ));
    }
    Ok(())
}

fn plans<'w>(
    call: &Call<'_>,
    cluster: &Cluster,
    version: &Version,
    nodes: &'w [Value],
    sizes: Sizes,
) -> Result<Vec<Plan<'w>>, Refusal> {
    let plan = |node: &'w Value| {
        Ok(Plan {
            name: text(node, "name").unwrap_or_default(),
            flavor: sizes.flavor.clone(),
            version: version.clone(),
            size: sizes.volume,
            source: None,
            cluster: Some(cluster.id.clone()),
            count: 1,
            configuration: cluster.configuration.clone(),
            locality: None,
            access: None,
            region: text(node, "region_name").map(str::to_owned),
            network: network(node).unwrap_or(seed::NETWORK_ID).to_owned(),
            address: None,
            initial: Initial::default(),
            modules: apply::select(call, &input::module_ids(node), version)?,
            backup: None,
        })
    };
    nodes.iter().map(plan).collect()
}

/// Builds members, which then join the cluster. Members without a name are numbered, beginning with the
/// time (`_create_instances`).
fn build(call: &Call<'_>, cluster: &Cluster, plans: &[Plan<'_>]) -> Result<(), Refusal> {
    for plan in plans {
        let deltas = [("instances", 1), ("ram", plan.flavor.ram), ("volumes", plan.size)];
        quota::charge(call.db, &call.caller.project, &deltas)?;
    }
    let mut number = call.now.0 / 1000;
    for plan in plans {
        let mut name = plan.name.to_owned();
        if name.is_empty() {
            name = format!("{}-member-{number}", cluster.name);
            number += 1;
        }
        build::build(call, plan, name)?;
    }
    Ok(call.schedule(&cluster.id, seconds::CREATE + FORM, &Change::Formed)?)
}
