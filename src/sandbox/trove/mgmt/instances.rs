//! Routes for administrators: instances of all projects.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::page::Page;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::changes::{Change, seconds};
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::{AgentStatus, Task};
use crate::sandbox::trove::model::instance::{record, view};
use crate::sandbox::trove::root;
use rusqlite::params;
use serde_json::{Map, Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/mgmt/instances", list),
    get("/mgmt/instances/{}", show),
    route("POST", "/mgmt/instances/{}/action", Body::ByKey(action_rule), act),
];

/// Lists the instances of all projects, the latest changed first.
fn list(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let condition = "(?1 IS NULL OR deleted = ?1) AND (?2 IS NULL OR project = ?2)
         AND (cluster IS NULL OR ?3)";
    let (project, clustered) =
        (call.nonempty_query("project_id"), call.is_true("include_clustered"));
    let values = params![call.wants_deleted(), project, clustered];
    let mut page: Page<Instance> = page::by_offset(call, condition, values, "updated DESC, id")?;
    page.rows.sort_by_key(|instance| std::cmp::Reverse(instance.created.0 / 1000));
    page.reply(call, "instances", |instance| mgmt_view(call, instance, Detail::Detailed))
}

/// Returns the object, without the wrapper (trove/extensions/mgmt/instances/views.py,
/// `MgmtInstanceView`).
fn mgmt_view(
    call: &Call<'_>,
    instance: &Instance,
    detail: Detail,
) -> Result<Map<String, Value>, Refusal> {
    let mut fields = view::view(call, instance, detail)?;
    let server = match &instance.server {
        Some(server) if !instance.deleted => json!({
            "id": server,
            "name": instance.name,
            "status": instance.server_status,
            "tenant_id": instance.project,
            "host": "compute-1",
        }),
        _ => Value::Null,
    };
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("server", server);
    put("service_status", json!(instance.agent_now(call.now).name()));
    put("tenant_id", json!(instance.project));
    put("deleted", json!(instance.deleted));
    put("deleted_at", json!(instance.deleted_at));
    put("task_description", json!(instance.task.description()));
    Ok(fields)
}

fn show(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let id = call.segment(0);
    let instance = Instance::by_id(call.db, &id)?
        .filter(|instance| !instance.deleted || call.is_true("deleted"))
        .ok_or_else(|| Refusal::resource_not_found(&id))?;
    let mut fields = mgmt_view(call, &instance, Detail::Full)?;
    let server = match (fields.get("server").and_then(Value::as_object), &instance.server) {
        (Some(server), _) => {
            let mut server = server.clone();
            server.insert("addresses".into(), addresses(&instance));
            Value::Object(server)
        }
        (None, Some(id)) => json!({"id": id}),
        (None, None) => Value::Null,
    };
    fields.insert("server".into(), server);
    if let Some((user, created)) = root::history(call.db, &instance.id)? {
        fields.insert("root_enabled".into(), json!(created));
        fields.insert("root_enabled_by".into(), json!(user));
    }
    fields.insert("volume".into(), volume(call, &instance)?);
    let description = instance.agent_now(call.now).description();
    fields.insert("guest_status".into(), json!({"state_description": description}));
    Ok(Reply::ok(&json!({"instance": fields})))
}

/// Returns the addresses in Nova's form.
fn addresses(instance: &Instance) -> Value {
    json!({"private": [{
        "addr": instance.address,
        "version": 4,
        "OS-EXT-IPS:type": "fixed",
    }]})
}

/// Returns the volume in Cinder's form.
fn volume(call: &Call<'_>, instance: &Instance) -> Result<Value, Refusal> {
    let Some(id) = &instance.volume else { return Ok(Value::Null) };
    if instance.deleted {
        return Ok(json!({"id": id}));
    }
    let used = view::used(call, instance)?;
    Ok(json!({
        "attachments": [{"device": "/dev/vdb", "server_id": instance.server, "volume_id": id}],
        "availability_zone": "nova",
        "created_at": instance.created,
        "id": id,
        "size": instance.size,
        "status": "in-use",
        "used": used,
        "total": used.and(instance.size),
    }))
}

const STOP: Rule = Rule::open(&["stop"], &[("stop", &types::OBJECT)]);
const REBOOT: Rule = Rule::open(&["reboot"], &[("reboot", &types::OBJECT)]);
const MIGRATE: Rule = Rule::open(&["migrate"], &[("migrate", &types::OBJECT)]);
const REBUILD: Rule = Rule::open(
    &["rebuild"],
    &[("rebuild", &Rule::closed(&["image_id"], &[("image_id", &types::UUID)]))],
);

fn action_rule(body: &Value) -> Result<Option<&'static Rule>, String> {
    let object = body.as_object().ok_or("The request body must be an object.")?;
    let key = object.keys().next().ok_or("No action was specified.")?;
    Ok(match key.as_str() {
        "stop" => Some(&STOP),
        "reboot" => Some(&REBOOT),
        "migrate" => Some(&MIGRATE),
        "rebuild" => Some(&REBUILD),
        _ => None,
    })
}

type Action = fn(&Call<'_>, Instance) -> Result<(), Refusal>;

const ACTIONS: &[(&str, Action)] = &[
    ("stop", stop),
    ("reboot", reboot),
    ("migrate", migrate),
    ("reset-task-status", reset_task),
    ("rebuild", rebuild),
];

fn act(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let instance = Instance::find_built(call, &call.segment(0))?;
    let mut chosen = None;
    for key in call.body.as_object().into_iter().flat_map(Map::keys) {
        let Some((_, action)) = ACTIONS.iter().find(|(name, _)| name == key) else {
            return Err(Refusal::bad_request(format!("Invalid instance action: {key}")));
        };
        if chosen.replace(*action).is_some() {
            return Err(Refusal::bad_request("Only one action can be specified per request."));
        }
    }
    let action: Action = chosen.ok_or_else(|| Refusal::bad_request("Invalid request body."))?;
    action(call, instance)?;
    Ok(Reply::accepted())
}

fn stop(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    instance.set_agent(AgentStatus::Shutdown, call.now);
    Ok(instance.save(call.db, call.now)?)
}

/// Reboots an instance, even a busy one (docs/server-behaviour.md 25).
fn reboot(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    instance.set_agent(AgentStatus::Restarting, call.now);
    instance.begin(call, Task::Rebooting)?;
    Ok(call.schedule(&instance.id, seconds::REBOOT, &Change::Settled)?)
}

fn migrate(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    instance.require_idle(call)?;
    instance.begin(call, Task::Migrating)?;
    Ok(call.schedule(&instance.id, seconds::MIGRATE, &Change::Settled)?)
}

fn rebuild(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    instance.begin(call, Task::Building)?;
    Ok(call.schedule(&instance.id, seconds::REBUILD, &Change::Settled)?)
}

fn reset_task(call: &Call<'_>, mut instance: Instance) -> Result<(), Refusal> {
    instance.begin(call, Task::None)?;
    Ok(record::fail_backups(call, &instance.id)?)
}
