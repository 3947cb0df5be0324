//! Routes of modules: files that guest agents apply to instances.

mod edit;
mod on_instances;
#[cfg(test)]
mod tests;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::Rule;
use crate::sandbox::state::timestamp::Timestamp;
use crate::sandbox::trove::model::datastore::Datastore;
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::view;
use crate::sandbox::trove::model::module::apply::Reapply;
use crate::sandbox::trove::model::module::record::{ALL, Module};
use rusqlite::params;
use serde_json::{Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/modules", list),
    route("POST", "/modules", Body::Json(&edit::CREATE), edit::create),
    get("/modules/{}", show),
    route("PUT", "/modules/{}", Body::Json(&edit::UPDATE), edit::update),
    route("DELETE", "/modules/{}", Body::None, edit::delete),
    get("/modules/{}/instances", instances),
    route("PUT", "/modules/{}/instances", Body::Json(&Rule::Any), reapply),
    get("/instances/{}/modules", on_instances::list),
    route("POST", "/instances/{}/modules", Body::Json(&Rule::Any), on_instances::post),
    route("DELETE", "/instances/{}/modules/{}", Body::None, on_instances::remove),
];

/// The duration of reapplying a module, in seconds at speed 1.
const REAPPLY: f64 = 2.0;

fn list(call: &Call<'_>) -> Outcome {
    let datastore = match call.nonempty_query("datastore") {
        Some(name) if name.eq_ignore_ascii_case(ALL) => Some(None),
        Some(name) => Some(Some(Datastore::find(call.db, name)?.id)),
        None => None,
    };
    if call.caller.admin && call.settings.quirks.admin_module_list_crashes() {
        return Err(Refusal::Crash);
    }
    let mut modules = Module::all(call.db, "1", &[])?;
    modules
        .retain(|module| call.caller.admin || (module.visible && module.belongs_to_caller(call)));
    if let Some(datastore) = datastore {
        modules.retain(|module| module.datastore == datastore);
    }
    let views = modules.iter().map(|module| module.view(call.db));
    // This list has no pages.
    Ok(Reply::ok(&json!({"modules": views.collect::<Result<Vec<_>, _>>()?})))
}

fn show(call: &Call<'_>) -> Outcome {
    let module = Module::find(call, &call.segment(0))?;
    let mut view = module.detailed_view(call.db)?;
    let two = call.settings.quirks.module_count_is_two();
    let count = if two { 2 } else { module.count_instances(call.db)? };
    view.insert("instance_count".into(), json!(count));
    Ok(Reply::ok(&json!({"module": view})))
}

fn instances(call: &Call<'_>) -> Outcome {
    let module = Module::find(call, &call.segment(0))?;
    if call.is_true("count_only") {
        return Ok(Reply::ok(&json!({"instances": counts(call, &module)?})));
    }
    let condition = "id IN (SELECT instance FROM instance_modules WHERE module = ?1)
         AND NOT deleted AND (cluster IS NULL OR ?2) AND (project = ?3 OR ?4)";
    let (project, admin) = (&call.caller.project, call.caller.admin);
    let values = params![module.id, call.is_true("include_clustered"), project, admin];
    let mut page = page::by_id(call, condition, values, |instance: &Instance| &instance.id)?;
    if call.settings.quirks.module_instances_lack_next_link() {
        page.next = None;
    }
    page.reply(call, "instances", |instance| view::view(call, instance, Detail::Summary))
}

fn counts(call: &Call<'_>, module: &Module) -> Result<Vec<Value>, Refusal> {
    let (project, admin) = (&call.caller.project, call.caller.admin);
    let clustered = call.is_true("include_clustered");
    let rows: Vec<(String, i64, Timestamp, Timestamp)> = call
        .db
        .prepare_cached(
            "SELECT md5, count(*), min(instance_modules.updated), max(instance_modules.updated)
             FROM instance_modules JOIN instances ON instances.id = instance
             WHERE module = ?1 AND (cluster IS NULL OR ?2) AND (project = ?3 OR ?4)
             GROUP BY md5 ORDER BY min(instance_modules.updated)",
        )?
        .query_map(params![module.id, clustered, project, admin], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let view = |(md5, count, first, last): (String, i64, Timestamp, Timestamp)| {
        json!({
            "module_name": module.name, "module_id": module.id, "module_md5": md5,
            "instance_count": count, "current": md5 == module.md5,
            "min_updated_date": first, "max_updated_date": last,
        })
    };
    Ok(rows.into_iter().map(view).collect())
}

fn reapply(call: &Call<'_>) -> Outcome {
    let crash = || call.crash("'reapply' was not specified.");
    let input = call.body.get("reapply").ok_or_else(crash)?;
    let module = Module::find(call, &call.segment(0))?;
    let is_set = |key: &str| input.get(key).is_some_and(|value| value == 1 || value == true);
    let change = Reapply {
        md5: input.get("md5").and_then(Value::as_str).map(str::to_owned),
        include_clustered: is_set("include_clustered"),
        force: is_set("force"),
    };
    call.schedule(&module.id, REAPPLY, &change)?;
    Ok(Reply::accepted())
}
