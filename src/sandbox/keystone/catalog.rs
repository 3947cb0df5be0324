//! The service catalog: the URLs of all services, for the client that asks.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::request::{base, require_token};
use crate::sandbox::state::seed::REGION;
use serde_json::{Value, json};

/// Type, name, ID, and the path on the sandbox's address.
type Service = (&'static str, &'static str, &'static str, fn(&str) -> String);

const SERVICES: &[Service] = &[
    ("identity", "keystone", "5e000000000000000000000000000001", |_| "/identity/v3".into()),
    ("database", "trove", "5e000000000000000000000000000002", |project| format!("/v1.0/{project}")),
    ("object-store", "swift", "5e000000000000000000000000000003", |project| {
        format!("/swift/v1/AUTH_{project}")
    }),
];

/// Lists the services for tokens of a project. Tokens without one get only those whose URL has no project.
pub(crate) fn entries(call: &Call<'_>, project: Option<&str>) -> Value {
    let has_store = call.settings.faults.has_object_store();
    let offered = SERVICES
        .iter()
        .filter(|(kind, ..)| project.is_some() || *kind == "identity")
        .filter(|(kind, ..)| has_store || *kind != "object-store");
    offered
        .map(|(kind, name, id, path)| {
            let url = format!("http://{}{}", call.host, path(project.unwrap_or_default()));
            let endpoints: Vec<_> = ["public", "internal", "admin"]
                .iter()
                .enumerate()
                .map(|(index, interface)| endpoint(id, index, interface, &url))
                .collect();
            json!({"endpoints": endpoints, "id": id, "type": kind, "name": name})
        })
        .collect()
}

fn endpoint(service: &str, index: usize, interface: &str, url: &str) -> Value {
    let id: String = service.replacen("5e", &format!("e{index}"), 1);
    json!({
        "id": id,
        "interface": interface,
        "region_id": REGION,
        "url": url,
        "region": REGION,
    })
}

/// Handles `GET /v3/auth/catalog`.
pub(crate) fn show(call: &Call<'_>) -> Outcome {
    let claims = require_token(call)?;
    if claims.project.is_none() && !claims.system {
        return Err(Refusal::keystone(
            403,
            "A project-scoped token is required to produce a service catalog.",
        ));
    }
    let path = format!("{}/auth/catalog", base(call));
    let entries = entries(call, claims.project.as_deref());
    Ok(Reply::ok(
        &json!({"catalog": entries, "links": {"next": null, "self": path, "previous": null}}),
    ))
}
