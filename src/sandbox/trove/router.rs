//! The router: lists the routes of Trove, and passes requests to their handlers.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route;
use crate::sandbox::http::route::Route;
use crate::sandbox::keystone;
use crate::sandbox::trove::{
    backups, clusters, configurations, databases, datastores, flavors, instances, limits, logs,
    mgmt, modules, quotas, root, ssl, users, volume_types,
};
use serde_json::json;

/// The routes of all nouns. A new noun needs a file, and a line here.
const NOUNS: &[&[Route]] = &[
    instances::ROUTES,
    mgmt::aliases::ROUTES,
    mgmt::instances::ROUTES,
    mgmt::clusters::ROUTES,
    mgmt::agents::ROUTES,
    mgmt::versions::ROUTES,
    flavors::ROUTES,
    datastores::ROUTES,
    databases::ROUTES,
    users::ROUTES,
    root::ROUTES,
    limits::ROUTES,
    quotas::ROUTES,
    backups::ROUTES,
    backups::strategies::ROUTES,
    volume_types::ROUTES,
    configurations::ROUTES,
    configurations::parameters::ROUTES,
    clusters::ROUTES,
    modules::ROUTES,
    logs::ROUTES,
    ssl::ROUTES,
];

/// Answers a request to Trove, or to an unknown path.
pub(crate) fn serve(call: &mut Call<'_>) -> Outcome {
    let path = call.request.uri().path();
    match path.split('/').nth(1).unwrap_or_default() {
        "" => Ok(versions(call)),
        "healthcheck" if path == "/healthcheck" => Ok(healthcheck(call)),
        "v1.0" => serve_project(call, path.strip_prefix("/v1.0").unwrap_or_default()),
        _ => Err(Refusal::route_not_found()),
    }
}

fn versions(call: &Call<'_>) -> Reply {
    let href = format!("http://{}/v1.0/", call.host);
    Reply::ok(&json!({"versions": [{
        "id": "v1.0",
        "status": "CURRENT",
        "updated": "2012-08-01T00:00:00Z",
        "links": [{"rel": "self", "href": href}],
    }]}))
}

fn healthcheck(call: &Call<'_>) -> Reply {
    let (status, reason) =
        if call.settings.faults.is_unhealthy() { (503, "DISABLED BY FILE") } else { (200, "OK") };
    if call.header("accept").is_some_and(|accept| accept.contains("json")) {
        return Reply::json(status, &json!({"detailed": false, "reasons": [reason]}));
    }
    Reply::text(status, "text/plain; charset=UTF-8", reason)
}

fn serve_project(call: &mut Call<'_>, path: &str) -> Outcome {
    let caller = call.header("x-auth-token").map(|token| keystone::caller(call, token));
    let Some(caller) = caller.transpose()?.flatten() else {
        return Err(Refusal::invalid_token(&call.host));
    };
    call.caller = caller;
    let (project, rest) = split_project(path);
    if project.is_empty() || project != call.caller.project {
        return Err(wrong_project(&call.caller.project));
    }
    let method = call.request.method().as_str();
    if let Some(limited) = call.settings.faults.limit_rate(method, project, call.now) {
        return Err(Refusal::rate_limited(method, &limited));
    }
    let (route, params) = route::find(NOUNS, method, rest).ok_or_else(Refusal::route_not_found)?;
    call.segments = params;
    route::read_body(call, &route.body)?;
    (route.run)(call)
}

/// Splits `/{project}/rest` into two parts. A slash must follow the project (trove/common/auth.py:59).
fn split_project(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or_default();
    path.find('/').map_or(("", path), |slash| path.split_at(slash))
}

fn wrong_project(own: &str) -> Refusal {
    let own = if own.is_empty() { "None" } else { own };
    Refusal::Page {
        status: 403,
        explanation: "Access was denied to this resource.".into(),
        detail: format!("User with tenant id {own} cannot access this resource."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_route_is_listed_twice() {
        let mut seen = std::collections::HashSet::new();
        for route in NOUNS.iter().flat_map(|table| table.iter()) {
            assert!(seen.insert((route.method, route.path)), "{} {}", route.method, route.path);
        }
    }

    #[test]
    fn a_path_without_a_slash_after_the_project_has_no_project() {
        assert_eq!(split_project("/p/instances"), ("p", "/instances"));
        assert_eq!(split_project("/p"), ("", "p"));
        assert_eq!(split_project("/"), ("", ""));
    }
}
