//! Creating backups: of an instance, or of data that is stored elsewhere.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::record::Record;
use crate::sandbox::state::{ids, query};
use crate::sandbox::trove::backups::strategies;
use crate::sandbox::trove::model::backup::changes;
use crate::sandbox::trove::model::backup::record::Backup;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::instance::faults::record_refusal;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::{contents, quota};
use serde_json::{Value, json};

/// The body of `POST /backups`.
pub(crate) const BODY: Rule = Rule::open(
    &["backup"],
    &[(
        "backup",
        &Rule::open(
            &["name"],
            &[
                ("description", &types::NON_EMPTY),
                ("instance", &types::UUID),
                ("name", &types::NON_EMPTY),
                ("parent_id", &types::UUID),
                ("incremental", &types::ZERO_OR_ONE),
                ("swift_container", &types::NON_EMPTY),
                ("restore_from", &RESTORE_FROM),
            ],
        ),
    )],
);

const RESTORE_FROM: Rule = Rule::open(
    &["remote_location", "local_datastore_version_id", "size"],
    &[
        ("remote_location", &types::NON_EMPTY),
        ("local_datastore_version_id", &types::UUID),
        ("size", &Rule::Number),
    ],
);

pub(crate) fn run(call: &Call<'_>) -> Outcome {
    let input = call.body.get("backup").cloned().unwrap_or_default();
    let text = |key: &str| input.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let container = text("swift_container");
    // The name becomes part of a command (trove/common/utils.py, `validate_command`).
    if let Some(name) = container.filter(|name| !is_shell_safe(name)) {
        return Err(Refusal::bad_request(format!("The value is not allowed: {name}.")));
    }
    let instance = text("instance");
    let outcome = match (input.get("restore_from"), instance) {
        (Some(remote), _) => register(call, &input, remote),
        (None, None) => return Err(Refusal::bad_request("instance is missing.")),
        (None, Some(instance)) => start(call, &input, instance),
    };
    let known = instance.map(|id| Instance::by_id(call.db, id)).transpose()?.flatten();
    let backup = match known {
        Some(instance) => record_refusal(call, &instance.id, outcome)?,
        None => outcome?,
    };
    Ok(Reply::json(202, &json!({"backup": backup.view(call)?})))
}

fn is_shell_safe(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c))
}

/// Makes a new record, without an instance.
fn new_record(call: &Call<'_>, input: &Value, state: &str) -> Result<Backup, Refusal> {
    let text = |key: &str| input.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(Backup {
        id: ids::next_id(call.db)?.to_string(),
        name: text("name").unwrap_or_default(),
        description: text("description"),
        project: call.caller.project.clone(),
        instance: None,
        parent: None,
        version: None,
        state: state.to_owned(),
        size: None,
        location: None,
        created: call.now,
        updated: call.now,
    })
}

/// Registers a backup that was taken elsewhere. Its data is not checked.
fn register(call: &Call<'_>, input: &Value, remote: &Value) -> Result<Backup, Refusal> {
    let text = |key: &str| remote.get(key).and_then(Value::as_str).unwrap_or_default();
    let version = Version::find_by_id(call.db, text("local_datastore_version_id"))?;
    let location = text("remote_location");
    if location.split('/').count() < 2 {
        return Err(Refusal::bad_request(format!("Failed to restore backup from {location}")));
    }
    let backup = Backup {
        version: Some(version.id),
        location: Some(location.to_owned()),
        size: remote.get("size").and_then(Value::as_f64),
        parent: input.get("parent_id").and_then(Value::as_str).map(str::to_owned),
        ..new_record(call, input, "RESTORED")?
    };
    quota::charge(call.db, &call.caller.project, &[("backups", 1)])?;
    backup.store(call.db)?;
    // If it was taken in this sandbox, its contents are known.
    let original = "SELECT id FROM backups WHERE location = ?1 AND state = 'COMPLETED'";
    if let Some(original) = query::text(call.db, original, location)? {
        contents::copy(call.db, &original, &backup.id)?;
    }
    Ok(backup)
}

/// Starts a backup of an instance (trove/backup/models.py, `create`).
fn start(call: &Call<'_>, input: &Value, id: &str) -> Result<Backup, Refusal> {
    let text = |key: &str| input.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let instance = Instance::find_built(call, id)?;
    instance.require_idle(call)?;
    if instance.cluster.is_some() {
        return Err(Refusal::cluster_member());
    }
    let parent = match text("parent_id") {
        Some(parent) => Some(Backup::find(call, parent)?),
        None if input.get("incremental") == Some(&json!(1)) => Backup::last_completed(call, id)?,
        None => None,
    };
    let backup = Backup {
        instance: Some(instance.id.clone()),
        version: instance.version.clone(),
        parent: parent.map(|parent| parent.id),
        ..new_record(call, input, "NEW")?
    };
    quota::charge(call.db, &call.caller.project, &[("backups", 1)])?;
    backup.store(call.db)?;
    contents::copy(call.db, &instance.id, &backup.id)?;
    let container = match text("swift_container") {
        Some(container) => Some(container.to_owned()),
        None => strategies::container(call, id)?,
    };
    let location = match text("storage_driver") {
        Some("cinder") => format!("cinder://{}", ids::next_id(call.db)?),
        _ => backup.url(container.as_deref()),
    };
    changes::start(call, &backup, location)?;
    Ok(backup)
}
