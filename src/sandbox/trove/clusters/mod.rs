//! Routes of clusters.

mod actions;
pub(crate) mod bodies;
pub(crate) mod configuration;
pub(crate) mod create;
#[cfg(test)]
mod tests;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::page;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::state::schedule;
use crate::sandbox::trove::instances::delete::start_delete;
use crate::sandbox::trove::model::cluster::changes::Change;
use crate::sandbox::trove::model::cluster::record::{Cluster, Task};
use crate::sandbox::trove::model::cluster::view;
use crate::sandbox::trove::model::detail::Detail;
use crate::sandbox::trove::model::instance::changes::seconds;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::view as instance;
use rusqlite::params;
use serde_json::json;

pub(crate) const ROUTES: &[Route] = &[
    get("/clusters", list),
    route("POST", "/clusters", Body::Json(&bodies::CREATE), create::run),
    get("/clusters/{}", show),
    route("POST", "/clusters/{}", Body::ByKey(bodies::action_rule), actions::run),
    route("DELETE", "/clusters/{}", Body::None, delete),
    get("/clusters/{}/instances/{}", show_member),
];

fn list(call: &Call<'_>) -> Outcome {
    let condition = "project = ?1 AND NOT deleted";
    let values = params![call.caller.project];
    let page = page::by_id(call, condition, values, |cluster: &Cluster| &cluster.id)?;
    page.reply(call, "clusters", |cluster| view::view(call, cluster, Detail::Summary))
}

fn show(call: &Call<'_>) -> Outcome {
    let cluster = Cluster::find(call, &call.segment(0))?;
    Ok(Reply::ok(&json!({"cluster": view::view(call, &cluster, Detail::Full)?})))
}

fn show_member(call: &Call<'_>) -> Outcome {
    let (cluster, id) = (Cluster::find(call, &call.segment(0))?, call.segment(1));
    let member = Instance::find(call, &id)?;
    if member.cluster != Some(cluster.id) {
        return Err(Refusal::resource_not_found(&id));
    }
    let view = instance::view(call, &member, Detail::Full)?;
    Ok(Reply::ok(&json!({ "instance": view })))
}

/// Deletes a cluster. A member in a build stops the loop, when the members before it are being deleted.
pub(crate) fn delete(call: &Call<'_>) -> Outcome {
    let mut cluster = Cluster::find(call, &call.segment(0))?;
    cluster.require_task(&[Task::None, Task::Deleting])?;
    cluster.begin(call, Task::Deleting)?;
    schedule::cancel::<Change>(call.db, &cluster.id)?;
    for member in cluster.members(call.db)? {
        start_delete(call, member)?;
    }
    call.schedule(&cluster.id, seconds::DELETE, &Change::Deleted)?;
    Ok(Reply::accepted())
}
