//! Building instances after all checks.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::state::ids;
use crate::sandbox::state::record::Json;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::instances::initial::Initial;
use crate::sandbox::trove::model::backup::record::Backup;
use crate::sandbox::trove::model::contents;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use crate::sandbox::trove::model::instance::{changes, view};
use crate::sandbox::trove::model::module::apply;
use crate::sandbox::trove::model::module::record::Module;
use serde_json::Value;

/// A new instance, all of whose properties are checked.
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

/// Stores an instance, and schedules its build.
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
        address: plan
            .address
            .clone()
            .filter(|address| view::is_documentation(address))
            .unwrap_or_else(|| view::address(&id)),
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
    if let Some(source) = &plan.source {
        contents::mirror(call.db, &source.id, &instance.id)?;
    }
    plan.initial.store(call.db, &instance.id)?;
    for module in &plan.modules {
        apply::to_instance(call, &instance.id, module)?;
    }
    changes::schedule_build(call, &instance)?;
    Ok(instance)
}
