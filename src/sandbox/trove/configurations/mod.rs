//! Routes of configuration groups.

pub(crate) mod parameters;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::ids;
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::clusters;
use crate::sandbox::trove::instances::configuration;
use crate::sandbox::trove::model::configuration::group::Group;
use crate::sandbox::trove::model::configuration::{defaults, group, validate};
use crate::sandbox::trove::model::datastore;
use crate::sandbox::trove::model::datastore::Version;
use crate::sandbox::trove::model::instance::record::Instance;
use rusqlite::params;
use serde_json::{Map, Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/configurations", list),
    route("POST", "/configurations", Body::Json(&CREATE), create),
    get("/configurations/{}", show),
    route("PUT", "/configurations/{}", Body::Json(&UPDATE), update),
    route("PATCH", "/configurations/{}", Body::Json(&EDIT), edit),
    route("DELETE", "/configurations/{}", Body::None, delete),
    get("/configurations/{}/instances", instances),
    get("/instances/{}/configuration", default_settings),
];

const fn body(group: &'static [(&'static str, &'static Rule)]) -> Rule {
    Rule::open(&["configuration"], group)
}

/// The body of `POST /configurations` (trove/common/apischema.py, `configuration`).
const CREATE: Rule = body(&[(
    "configuration",
    &Rule::open(
        &["values", "name"],
        &[
            ("description", &types::NON_EMPTY),
            ("values", &types::OBJECT),
            ("name", &types::NON_EMPTY),
            (
                "datastore",
                &Rule::open(
                    &[],
                    &[
                        ("type", &types::NON_EMPTY),
                        ("version", &types::NON_EMPTY),
                        ("version_number", &types::NON_EMPTY),
                    ],
                ),
            ),
        ],
    ),
)]);
const UPDATE: Rule = body(&[(
    "configuration",
    &Rule::open(
        &[],
        &[
            ("description", &types::NON_EMPTY),
            ("values", &types::OBJECT),
            ("name", &types::NON_EMPTY),
        ],
    ),
)]);
const EDIT: Rule = body(&[("configuration", &Rule::open(&[], &[("values", &types::OBJECT)]))]);

fn input(call: &Call<'_>) -> Map<String, Value> {
    call.body.get("configuration").and_then(Value::as_object).cloned().unwrap_or_default()
}

fn text(input: &Map<String, Value>, key: &str) -> Option<String> {
    input.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// Lists groups; administrators get those of all projects (docs/server-behaviour.md 39).
fn list(call: &Call<'_>) -> Outcome {
    let condition = "NOT deleted AND (project = ?1 OR ?2)";
    let values = params![call.caller.project, call.caller.admin];
    let page = page::by_id(call, condition, values, |group: &Group| &group.id)?;
    page.reply(call, "configurations", |group| group.view(call))
}

fn show(call: &Call<'_>) -> Outcome {
    let group = Group::require(call, &call.segment(0))?;
    let count = group.instances(call, call.caller.admin)?.len();
    let view = group.detailed_view(call, &group.typed_values(call.db)?, count)?;
    Ok(Reply::ok(&json!({"configuration": view})))
}

fn create(call: &Call<'_>) -> Outcome {
    let input = input(call);
    let version = datastore::choose(call, input.get("datastore"), true)?;
    let values = input.get("values").and_then(Value::as_object).cloned().unwrap_or_default();
    if !values.is_empty() {
        validate::check(call.db, &version, &values)?;
    }
    let group = Group {
        id: ids::next_id(call.db)?.to_string(),
        name: text(&input, "name").unwrap_or_default(),
        description: text(&input, "description"),
        project: call.caller.project.clone(),
        version: version.id,
        values: group::to_text(&values),
        created: call.now,
        updated: call.now,
        deleted: false,
    };
    group.store(call.db)?;
    // The reply has the values of the request.
    let view = group.detailed_view(call, &values, 0)?;
    Ok(Reply::ok(&json!({"configuration": view})))
}

/// Replaces all values, even if the request has none (docs/server-behaviour.md 3).
fn update(call: &Call<'_>) -> Outcome {
    let mut group = Group::require(call, &call.segment(0))?;
    let input = input(call);
    let values = read_values(call, &group, &input)?;
    group.name = text(&input, "name").unwrap_or(group.name);
    group.description = text(&input, "description").or(group.description);
    group.values = group::to_text(&values);
    reapply(call, group)?;
    Ok(Reply::accepted())
}

/// Merges values, and ignores all other fields.
fn edit(call: &Call<'_>) -> Outcome {
    let mut group = Group::require(call, &call.segment(0))?;
    for (key, value) in group::to_text(&read_values(call, &group, &input(call))?).0 {
        group.values.retain(|known, _| !known.eq_ignore_ascii_case(&key));
        group.values.insert(key, value);
    }
    reapply(call, group)?;
    Ok(Reply::empty_json(200))
}

/// Reads and checks the values of a request.
fn read_values(
    call: &Call<'_>,
    group: &Group,
    input: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let Some(values) = input.get("values").and_then(Value::as_object) else {
        return Ok(Map::new());
    };
    let version = Version::required(call.db, Some(&group.version))?;
    validate::check(call.db, &version, values)?;
    Ok(values.clone())
}

/// Stores a group, and applies it to the instances of the caller's project that have it, even busy ones
/// (trove/configuration/service.py, `_refresh_on_all_instances`), and to its clusters, unless they are
/// busy.
fn reapply(call: &Call<'_>, mut group: Group) -> Result<(), Refusal> {
    group.updated = call.now;
    group.store(call.db)?;
    for instance in group.instances(call, false)? {
        if instance.cluster.is_none() {
            configuration::set_group(call, instance, &group)?;
        }
    }
    clusters::configuration::reapply(call, &group)
}

fn delete(call: &Call<'_>) -> Outcome {
    let mut group = Group::require(call, &call.segment(0))?;
    if !group.instances(call, false)?.is_empty() {
        return Err(Refusal::bad_request(
            "A configuration group cannot be deleted if it is associated with one or more non-terminated instances. \
             Detach the configuration group from all non-terminated instances and please try again.",
        ));
    }
    group.deleted = true;
    group.updated = call.now;
    group.store(call.db)?;
    Ok(Reply::accepted())
}

fn instances(call: &Call<'_>) -> Outcome {
    let group = Group::require(call, &call.segment(0))?;
    let condition = "configuration = ?1 AND NOT deleted AND (project = ?2 OR ?3)";
    let values = params![group.id, call.caller.project, call.caller.admin];
    let page = page::by_id(call, condition, values, |instance: &Instance| &instance.id)?;
    page.reply(call, "instances", |found| Ok(json!({"id": found.id, "name": found.name})))
}

fn default_settings(call: &Call<'_>) -> Outcome {
    let instance = Instance::find_built(call, &call.segment(0))?;
    let settings = defaults::of(call, &instance)?;
    Ok(Reply::ok(&json!({"instance": {"configuration": settings}})))
}

#[cfg(test)]
mod tests;
