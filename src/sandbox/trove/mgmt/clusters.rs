//! Routes for administrators: clusters of all projects (trove/extensions/mgmt/clusters/service.py).

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::cluster::record::{Cluster, Task};
use crate::sandbox::trove::model::cluster::view;
use crate::sandbox::trove::model::detail::Detail;
use serde_json::{Map, Value, json};

pub(crate) const ROUTES: &[Route] = &[
    get("/mgmt/clusters", list),
    get("/mgmt/clusters/{}", show),
    route("POST", "/mgmt/clusters/{}/action", Body::ByKey(action_rule), act),
];

const RESET_TASK: Rule = Rule::open(&["reset-task"], &[("reset-task", &types::OBJECT)]);

fn action_rule(body: &Value) -> Result<Option<&'static Rule>, String> {
    let key = body.as_object().and_then(|object| object.keys().next());
    let key = key.ok_or("No action was specified.")?;
    Ok((key == "reset-task").then_some(&RESET_TASK))
}

/// Lists all clusters, on one page.
fn list(call: &Call<'_>) -> Outcome {
    call.require_admin()?;
    let condition = "?1 IS NULL OR deleted = ?1 ORDER BY id";
    let found = Cluster::select(call.db, condition, &[&call.wants_deleted()])?;
    let views: Vec<Value> = found
        .iter()
        .map(|cluster| mgmt_view(call, cluster, Detail::Summary).map(Value::Object))
        .collect::<Result<_, _>>()?;
    Ok(Reply::ok(&json!({ "clusters": views })))
}

/// Returns the object, without the wrapper (trove/extensions/mgmt/clusters/views.py,
/// `MgmtClusterView`).
fn mgmt_view(
    call: &Call<'_>,
    cluster: &Cluster,
    detail: Detail,
) -> Result<Map<String, Value>, Refusal> {
    let mut fields = view::view(call, cluster, detail)?;
    fields.insert("tenant_id".into(), json!(cluster.project));
    fields.insert("deleted".into(), json!(cluster.deleted));
    if let Some(at) = cluster.deleted_at {
        fields.insert("deleted_at".into(), json!(at));
    }
    Ok(fields)
}

/// Finds the cluster, deleted or not.
fn find(call: &Call<'_>) -> Result<Cluster, Refusal> {
    call.require_admin()?;
    Cluster::by_id(call.db, &call.segment(0))?.ok_or_else(not_found)
}

fn not_found() -> Refusal {
    Refusal::not_found("DBCluster Not Found")
}

fn show(call: &Call<'_>) -> Outcome {
    let cluster = find(call)?;
    Ok(Reply::ok(&json!({"cluster": mgmt_view(call, &cluster, Detail::Full)?})))
}

fn act(call: &Call<'_>) -> Outcome {
    let mut cluster = find(call)?;
    if call.body.get("reset-task").is_none() {
        return Err(Refusal::bad_request("Invalid cluster action requested."));
    }
    if cluster.deleted {
        return Err(not_found());
    }
    cluster.begin(call, Task::None)?;
    Ok(Reply::accepted())
}
