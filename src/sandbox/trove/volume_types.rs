//! Routes of volume types.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Outcome;
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Route, get};
use serde_json::{Value, json};

// `/volume-types` was removed in 2020 (trove/common/api.py). The version is ignored.
pub(crate) const ROUTES: &[Route] = &[get("/datastores/{}/versions/{}/volume-types", list)];

const NAMES: [&str; 2] = ["lvmdriver-1", "ceph"];

fn list(_: &Call<'_>) -> Outcome {
    let view = |name| json!({"id": name, "name": name, "is_public": true, "description": ""});
    let types: Vec<Value> = NAMES.into_iter().map(view).collect();
    Ok(Reply::ok(&json!({ "volume_types": types })))
}
