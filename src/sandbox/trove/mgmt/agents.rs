//! Routes for administrators: guest agents, and the history of root.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::agent;
use crate::sandbox::trove::model::flavor::Flavor;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::root;
use serde_json::json;

pub(crate) const ROUTES: &[Route] = &[
    get("/mgmt/instances/{}/root", root_history),
    get("/mgmt/instances/{}/diagnostics", diagnostics),
    get("/mgmt/instances/{}/hwinfo", hwinfo),
    get("/mgmt/instances/{}/rpc_ping", ping),
    route("POST", "/mgmt/instances/{}/upgrade", Body::None, upgrade),
];

/// Refuses: the server calls its guest agents in a way that they no longer support
/// (trove/extensions/mgmt/upgrade/service.py; docs/server-behaviour.md 34).
fn upgrade(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    Err(call.crash("Guest agents cannot be upgraded through the service."))
}

/// Finds an instance whose guest agent answers.
fn find(call: &Call<'_>) -> Result<Instance, Refusal> {
    call.require_admin()?;
    let instance = Instance::find_built(call, &call.segment(0))?;
    agent::require_answer(call, &instance)?;
    Ok(instance)
}

/// Shows who enabled root. Every error is 404 and only a text
/// (trove/extensions/mgmt/instances/service.py, `root`).
fn root_history(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let instance = match Instance::find_built(call, &call.segment(0)) {
        Err(Refusal::Trove { message, .. }) => return Ok(Reply::json(404, &json!(message))),
        found => found?,
    };
    let (user, enabled) = match root::history(call.db, &instance.id)? {
        Some((user, created)) => (user, created.to_string()),
        None => ("Nobody".to_owned(), "Never".to_owned()),
    };
    let history = json!({"id": instance.id, "enabled": enabled, "user": user});
    Ok(Reply::ok(&json!({ "root_history": history })))
}

/// Shows the process of the guest agent, always as after a start.
fn diagnostics(call: &Call<'_>) -> Outcome {
    find(call)?;
    Ok(Reply::ok(&json!({"diagnostics": {
        "version": "1",
        "threads": 2,
        "fdSize": 64,
        "vmSize": 29096,
        "vmPeak": 29160,
        "vmRss": 2872,
        "vmHwm": 2872,
    }})))
}

fn hwinfo(call: &Call<'_>) -> Outcome {
    let instance = find(call)?;
    let flavor = Flavor::by_id(call.db, &instance.flavor)?;
    let (ram, vcpus) = flavor.map_or((0, 0), |flavor| (flavor.ram, flavor.vcpus));
    Ok(Reply::ok(&json!({"hwinfo": {"mem_total": ram * 1024, "num_cpus": vcpus}})))
}

fn ping(call: &Call<'_>) -> Outcome {
    find(call)?;
    Ok(Reply::empty_json(204))
}
