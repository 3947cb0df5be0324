//! Routes of flavors.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Route, get};
use crate::sandbox::state::record::Record;
use crate::sandbox::trove::model::flavor::Flavor;
use serde_json::json;

pub(crate) const ROUTES: &[Route] = &[
    get("/flavors", list),
    get("/flavors/{}", show),
    // The version is ignored, even an unknown one (docs/server-behaviour.md 69).
    get("/datastores/{}/versions/{}/flavors", list),
];

fn list(call: &Call<'_>) -> Outcome {
    let flavors = Flavor::all(call.db)?;
    let views: Vec<_> = flavors.iter().map(|flavor| flavor.view(call)).collect();
    Ok(Reply::ok(&json!({"flavors": views})))
}

fn show(call: &Call<'_>) -> Outcome {
    let id = call.segment(0);
    let flavor = Flavor::by_id(call.db, &id)?.ok_or_else(|| Refusal::resource_not_found(&id))?;
    Ok(Reply::ok(&json!({"flavor": flavor.view(call)})))
}
