//! Routes of instances.

pub(crate) mod actions;
pub(crate) mod bodies;
pub(crate) mod build;
pub(crate) mod configuration;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod initial;
pub(crate) mod input;
pub(crate) mod update;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::refusal::Outcome;
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::view;
use rusqlite::params;
use serde_json::json;

pub(crate) const ROUTES: &[Route] = &[
    get("/instances", list),
    get("/instances/detail", list_details),
    route("POST", "/instances", Body::Json(&bodies::CREATE), create::run),
    get("/instances/{}", show),
    route("PUT", "/instances/{}", Body::Json(&bodies::UPDATE), update::run),
    route("PATCH", "/instances/{}", Body::Json(&bodies::EDIT), update::run),
    route("DELETE", "/instances/{}", Body::None, delete::run),
    route("POST", "/instances/{}/action", Body::ByKey(actions::rule), actions::run),
];

fn list(call: &Call<'_>) -> Outcome {
    page(call, Detail::Summary)
}

fn list_details(call: &Call<'_>) -> Outcome {
    page(call, Detail::Detailed)
}

/// Answers with a page, which is cut in the order of IDs, and then sorted by age, the youngest first
/// (docs/server-behaviour.md 50).
fn page(call: &Call<'_>, detail: Detail) -> Outcome {
    let condition = "project = ?1 AND NOT deleted AND (cluster IS NULL OR ?2)";
    let values = params![call.caller.project, call.is_true("include_clustered")];
    let mut page = page::by_id(call, condition, values, |instance: &Instance| &instance.id)?;
    // The server sorts by whole seconds.
    page.rows.sort_by_key(|instance| std::cmp::Reverse(instance.created.0 / 1000));
    page.reply(call, "instances", |instance| view::view(call, instance, detail))
}

fn show(call: &Call<'_>) -> Outcome {
    let instance = Instance::find(call, &call.segment(0))?;
    Ok(Reply::ok(&json!({"instance": view::view(call, &instance, Detail::Full)?})))
}

#[cfg(test)]
mod tests;
