//! Clusters of all projects. No datastore of the sandbox has them, so there are none: what the
//! real server answers then (trove/extensions/mgmt/clusters/service.py).

use serde_json::{Value, json};

use super::super::call::Call;
use super::super::reply::{Outcome, Refusal, Reply};
use super::super::router::{Body, Route, get, route};
use super::super::schema::{Rule, kinds};

pub(crate) const ROUTES: &[Route] = &[
    get("/mgmt/clusters", list),
    get("/mgmt/clusters/{}", missing),
    route("POST", "/mgmt/clusters/{}/action", Body::Chosen(action_body), missing),
];

const RESET_TASK: Rule = super::action(&["reset-task"], &[("reset-task", &kinds::OBJECT)]);

fn action_body(body: &Value) -> Result<Option<&'static Rule>, String> {
    let key = body.as_object().and_then(|object| object.keys().next());
    let key = key.ok_or("No action was specified.")?;
    Ok((key == "reset-task").then_some(&RESET_TASK))
}

fn list(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    Ok(Reply::ok(&json!({"clusters": []})))
}

fn missing(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    Err(Refusal::missing("DBCluster Not Found"))
}
