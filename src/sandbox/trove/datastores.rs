//! Routes of datastores and their versions.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, get, route};
use crate::sandbox::trove::model::datastore::{Datastore, Version};
use crate::sandbox::trove::model::detail::Detail;
use serde_json::json;

pub(crate) const ROUTES: &[Route] = &[
    get("/datastores", list),
    get("/datastores/{}", show),
    route("DELETE", "/datastores/{}", Body::None, delete),
    get("/datastores/versions/{}", show_version_by_id),
    get("/datastores/{}/versions", list_versions),
    get("/datastores/{}/versions/{}", show_version),
];

fn list(call: &Call<'_>) -> Outcome {
    let mut views = Vec::new();
    for datastore in Datastore::all(call.db)? {
        if call.caller.admin || !datastore.versions(call.db, false)?.is_empty() {
            views.push(datastore.view(call, call.caller.admin)?);
        }
    }
    Ok(Reply::ok(&json!({"datastores": views})))
}

fn show(call: &Call<'_>) -> Outcome {
    let datastore = Datastore::find(call.db, &call.segment(0))?;
    Ok(Reply::ok(&json!({"datastore": datastore.view(call, false)?})))
}

fn delete(call: &Call<'_>) -> Outcome {
    if !call.caller.admin {
        return Err(Refusal::forbidden("Policy doesn't allow datastore:delete to be performed."));
    }
    let key = call.segment(0);
    let datastore = Datastore::find(call.db, &key)?;
    if !datastore.versions(call.db, true)?.is_empty() {
        return Err(Refusal::bad_request(format!("Datastore versions exist for datastore {key}.")));
    }
    call.db.execute("DELETE FROM datastores WHERE id = ?1", [&datastore.id])?;
    Ok(Reply::accepted())
}

fn list_versions(call: &Call<'_>) -> Outcome {
    let datastore = Datastore::find(call.db, &call.segment(0))?;
    let versions = datastore.versions(call.db, call.caller.admin)?;
    let views: Vec<_> =
        versions.iter().map(|version| version.view(call, Detail::Summary)).collect();
    Ok(Reply::ok(&json!({"versions": views})))
}

fn show_version(call: &Call<'_>) -> Outcome {
    let datastore = Datastore::find(call.db, &call.segment(0))?;
    let version = Version::find(call.db, &datastore, &call.segment(1), None)?;
    Ok(Reply::ok(&json!({"version": version.view(call, Detail::Full)})))
}

fn show_version_by_id(call: &Call<'_>) -> Outcome {
    let version = Version::find_by_id(call.db, &call.segment(0))?;
    Ok(Reply::ok(&json!({"version": version.view(call, Detail::Full)})))
}
