//! Creating, changing and deleting modules.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::python::repr;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::ids;
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::datastore;
use crate::sandbox::trove::model::datastore::Datastore;
use crate::sandbox::trove::model::module::apply::TYPES;
use crate::sandbox::trove::model::module::record::{ALL, Module, digest};
use serde_json::{Value, json};

const DATASTORE: Rule =
    Rule::open(&[], &[("type", &types::NON_EMPTY), ("version", &types::NON_EMPTY)]);

const ORDER: Rule = Rule::Integer { min: Some(0), max: Some(9) };

/// The body of `POST /modules`.
pub(crate) const CREATE: Rule = Rule::open(
    &["module"],
    &[(
        "module",
        &Rule::open(
            &["name", "module_type", "contents"],
            &[
                ("name", &types::NON_EMPTY),
                ("module_type", &types::NON_EMPTY),
                ("contents", &types::CONTENTS),
                ("description", &types::NON_EMPTY),
                ("datastore", &DATASTORE),
                ("auto_apply", &types::ZERO_OR_ONE),
                ("all_tenants", &types::ZERO_OR_ONE),
                ("visible", &types::ZERO_OR_ONE),
                ("live_update", &types::ZERO_OR_ONE),
                ("priority_apply", &types::ZERO_OR_ONE),
                ("apply_order", &ORDER),
                ("full_access", &types::ZERO_OR_ONE),
            ],
        ),
    )],
);

/// The body of `PUT /modules/{id}`. The server does not read its `type`.
pub(crate) const UPDATE: Rule = Rule::open(
    &["module"],
    &[(
        "module",
        &Rule::open(
            &[],
            &[
                ("name", &types::NON_EMPTY),
                ("type", &types::NON_EMPTY),
                ("contents", &types::CONTENTS),
                ("description", &types::NON_EMPTY),
                ("datastore", &DATASTORE),
                ("auto_apply", &types::ZERO_OR_ONE),
                ("all_tenants", &types::ZERO_OR_ONE),
                ("all_datastores", &types::ZERO_OR_ONE),
                ("all_datastore_versions", &types::ZERO_OR_ONE),
                ("visible", &types::ZERO_OR_ONE),
                ("live_update", &types::ZERO_OR_ONE),
                ("priority_apply", &types::ZERO_OR_ONE),
                ("apply_order", &ORDER),
                ("full_access", &types::ZERO_OR_ONE),
            ],
        ),
    )],
);

fn text(input: &Value, key: &str) -> Option<String> {
    input.get(key)?.as_str().map(str::to_owned)
}

fn flag(input: &Value, key: &str) -> Option<bool> {
    input.get(key)?.as_i64().map(|number| number != 0)
}

/// Finds the IDs of a datastore and a version (trove/datastore/models.py,
/// `get_datastore_or_version`).
fn datastore_ids(
    call: &Call<'_>,
    datastore: Option<&str>,
    version: Option<&str>,
) -> Result<(Option<String>, Option<String>), Refusal> {
    match (datastore, version) {
        (None, None) => Ok((None, None)),
        (Some(datastore), None) => Ok((Some(Datastore::find(call.db, datastore)?.id), None)),
        (Some(datastore), Some(version)) => {
            let input = json!({"type": datastore, "version": version});
            let version = datastore::choose(call, Some(&input), false)?;
            Ok((Some(version.datastore), Some(version.id)))
        }
        (None, Some(version)) => {
            Err(Refusal::bad_request(format!("Datastore 'None' has no version '{version}'.")))
        }
    }
}

/// Refuses options that are reserved for administrators. Returns whether there are any
/// (trove/module/models.py, `validate_action`).
fn check_options(
    call: &Call<'_>,
    action: &str,
    module: &Module,
    full_access: Option<bool>,
) -> Result<bool, Refusal> {
    let mut options = Vec::new();
    if module.project.is_none() {
        options.push(format!("Tenant: {ALL}"));
    }
    let named = [
        ("Auto", module.auto_apply, 1),
        ("Visible", !module.visible, 0),
        ("Priority", module.priority_apply, 1),
    ];
    let named = named.iter().filter(|(_, is, _)| *is);
    options.extend(named.map(|(name, _, value)| format!("{name}: {value}")));
    if full_access == Some(true) && !options.is_empty() {
        return Err(Refusal::bad_request(format!(
            "The following values are invalid: Cannot make module full access: ({}).",
            options.join(", ")
        )));
    }
    options.extend(full_access.map(|full| format!("Full Access: {}", i32::from(full))));
    if !options.is_empty() && !call.caller.admin {
        return Err(reserved_options(action, &options.join(", ")));
    }
    Ok(!options.is_empty())
}

/// 403 for options that are reserved for administrators.
fn reserved_options(action: &str, options: &str) -> Refusal {
    Refusal::forbidden(format!(
        "You must be admin to {action} a module with these options. ({options})"
    ))
}

pub(crate) fn create(call: &Call<'_>) -> Outcome {
    let input = call.body.get("module").cloned().unwrap_or_default();
    let module_type = text(&input, "module_type").unwrap_or_default();
    if !TYPES.contains(&module_type.to_lowercase().as_str()) {
        return Err(Refusal::not_found(format!("Module type '{module_type}' was not found.")));
    }
    let contents = text(&input, "contents").unwrap_or_default();
    let full_access = flag(&input, "full_access");
    let all_projects = flag(&input, "all_tenants").unwrap_or(false);
    let mut module = Module {
        id: ids::next_id(call.db)?.to_string(),
        name: text(&input, "name").unwrap_or_default(),
        module_type: module_type.to_lowercase(),
        md5: digest(&contents),
        contents,
        description: text(&input, "description"),
        project: (!all_projects).then(|| call.caller.project.clone()),
        datastore: None,
        version: None,
        auto_apply: flag(&input, "auto_apply").unwrap_or(false),
        visible: flag(&input, "visible").unwrap_or(true),
        live_update: flag(&input, "live_update").unwrap_or(false),
        priority_apply: flag(&input, "priority_apply").unwrap_or(false),
        apply_order: input.get("apply_order").and_then(Value::as_i64).unwrap_or(5),
        is_admin: call.caller.admin && full_access != Some(true),
        created: call.now,
        updated: call.now,
    };
    check_options(call, "create", &module, full_access)?;
    let datastore_input = input.get("datastore").cloned().unwrap_or_default();
    let (datastore, version) = datastore_ids(
        call,
        text(&datastore_input, "type").as_deref(),
        text(&datastore_input, "version").as_deref(),
    )?;
    (module.datastore, module.version) = (datastore, version);
    require_new(call, &module)?;
    module.store(call.db)?;
    Ok(Reply::ok(&json!({"module": module.detailed_view(call.db)?})))
}

/// Refuses a module that exists.
fn require_new(call: &Call<'_>, module: &Module) -> Result<(), Refusal> {
    let same = "name = ?1 AND kind = ?2 AND project IS ?3 AND datastore IS ?4 AND version IS ?5";
    let values: [&dyn rusqlite::ToSql; 5] =
        [&module.name, &module.module_type, &module.project, &module.datastore, &module.version];
    if Module::all(call.db, same, &values)?.is_empty() {
        return Ok(());
    }
    let shown = |id: &Option<String>| repr(&Value::from(id.as_deref().unwrap_or(ALL)));
    Err(Refusal::bad_request(format!(
        "A module with the name '{}' already exists for datastore {} and datastore version {}",
        module.name,
        shown(&module.datastore),
        shown(&module.version)
    )))
}

pub(crate) fn update(call: &Call<'_>) -> Outcome {
    let input = call.body.get("module").cloned().unwrap_or_default();
    let original = Module::find(call, &call.segment(0))?;
    let mut module = apply_changes(call, original.clone(), &input)?;
    original.require_unused(call.db)?;
    if original.is_admin && !call.caller.admin {
        return Err(reserved_options("update", "Module is an admin module"));
    }
    let full_access = flag(&input, "full_access");
    let has_reserved_options = check_options(call, "update", &module, full_access)?;
    module.is_admin = full_access.map_or(original.is_admin || has_reserved_options, |full| !full);
    let (datastore, version) =
        datastore_ids(call, module.datastore.as_deref(), module.version.as_deref())?;
    (module.datastore, module.version) = (datastore, version);
    if module.contents != original.contents {
        module.md5 = digest(&module.contents);
    }
    module.updated = call.now;
    module.store(call.db)?;
    Ok(Reply::ok(&json!({"module": module.detailed_view(call.db)?})))
}

/// Changes the fields that the request has (trove/module/service.py, `update`).
fn apply_changes(call: &Call<'_>, mut module: Module, input: &Value) -> Result<Module, Refusal> {
    let set = |place: &mut String, key: &str| {
        if let Some(value) = text(input, key) {
            *place = value;
        }
    };
    set(&mut module.name, "name");
    set(&mut module.module_type, "module_type");
    set(&mut module.contents, "contents");
    if let Some(description) = text(input, "description") {
        module.description = Some(description);
    }
    if let Some(all_projects) = flag(input, "all_tenants") {
        module.project = (!all_projects).then(|| call.caller.project.clone());
    }
    let datastore_input = input.get("datastore").cloned().unwrap_or_default();
    let places = [
        ("type", "all_datastores", "datastore", &mut module.datastore),
        ("version", "all_datastore_versions", "datastore version", &mut module.version),
    ];
    for (key, all, name, place) in places {
        let value = text(&datastore_input, key);
        if input.get(all).is_some() && value.is_some() {
            return Err(Refusal::bad_request(format!(
                "The module is invalid: You cannot set a {name} and specify --{all}"
            )));
        }
        if value.is_some() || input.get(all).is_some() {
            *place = value;
        }
    }
    let flags = [
        ("auto_apply", &mut module.auto_apply),
        ("visible", &mut module.visible),
        ("live_update", &mut module.live_update),
        ("priority_apply", &mut module.priority_apply),
    ];
    for (key, place) in flags {
        *place = flag(input, key).unwrap_or(*place);
    }
    module.apply_order =
        input.get("apply_order").and_then(Value::as_i64).unwrap_or(module.apply_order);
    Ok(module)
}

pub(crate) fn delete(call: &Call<'_>) -> Outcome {
    let module = Module::find(call, &call.segment(0))?;
    check_options(call, "delete", &module, None)?;
    module.require_unused(call.db)?;
    call.db.execute("UPDATE modules SET deleted = 1 WHERE id = ?1", [&module.id])?;
    Ok(Reply::empty_json(200))
}
