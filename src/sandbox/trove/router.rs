//! The routes of Trove, and the way of a request to its handler.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::{Outcome, Refusal, Reply};
use crate::sandbox::http::schema;
use crate::sandbox::http::schema::{Rule, Wrong};
use crate::sandbox::trove::{
    backups, clusters, configurations, databases, datastores, flavors, instances, limits, logs,
    mgmt, modules, quotas, root, ssl, users, volume_types,
};
use crate::sandbox::{keystone, swift};
use serde_json::{Value, json};

/// A method and a path that is served.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// Below `/v1.0/{project}` or `/identity`; `{}` stands for any one segment.
    pub(crate) path: &'static str,
    pub(crate) body: Body,
    pub(crate) run: fn(&Call<'_>) -> Outcome,
}

/// What a route reads.
pub(crate) enum Body {
    /// Nothing.
    None,
    /// JSON like this.
    Like(&'static Rule),
    /// JSON whose first key tells what it has to be like: `None` is "anything",
    /// and `Err` says why that key crashes the server.
    Chosen(fn(&Value) -> Result<Option<&'static Rule>, String>),
}

/// A route without a body.
pub(crate) const fn get(path: &'static str, run: fn(&Call<'_>) -> Outcome) -> Route {
    Route { method: "GET", path, body: Body::None, run }
}

/// A route of any kind.
pub(crate) const fn route(
    method: &'static str,
    path: &'static str,
    body: Body,
    run: fn(&Call<'_>) -> Outcome,
) -> Route {
    Route { method, path, body, run }
}

/// Every noun of Trove: to add one, write its file and name its table here.
const NOUNS: &[&[Route]] = &[
    instances::ROUTES,
    instances::inherited::ROUTES,
    clusters::inherited::ROUTES,
    mgmt::ROUTES,
    mgmt::clusters::ROUTES,
    mgmt::guests::ROUTES,
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

/// Answers one request.
pub(crate) fn serve(call: &mut Call<'_>) -> Outcome {
    let path = call.request.uri().path().to_owned();
    match path.split('/').nth(1).unwrap_or_default() {
        "" => Ok(versions(call)),
        "healthcheck" if path == "/healthcheck" => Ok(healthcheck(call)),
        "identity" => keystone::serve(call, path.strip_prefix("/identity").unwrap_or_default()),
        "swift" => swift::serve(call, path.strip_prefix("/swift").unwrap_or_default()),
        "v1.0" => trove(call, path.strip_prefix("/v1.0").unwrap_or_default()),
        _ => Err(Refusal::no_route()),
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
        if call.settings.faults.is_unwell() { (503, "DISABLED BY FILE") } else { (200, "OK") };
    if call.header("accept").is_some_and(|accept| accept.contains("json")) {
        return Reply::json(status, &json!({"detailed": false, "reasons": [reason]}));
    }
    Reply::text(status, "text/plain; charset=UTF-8", reason)
}

fn trove(call: &mut Call<'_>, path: &str) -> Outcome {
    let caller = call.header("x-auth-token").map(|token| keystone::caller(call, token));
    let Some(caller) = caller.transpose()?.flatten() else {
        return Err(Refusal::no_token(&call.host));
    };
    call.caller = caller;
    let (project, rest) = split_project(path);
    if project.is_empty() || project != call.caller.project {
        return Err(wrong_project(&call.caller.project));
    }
    call.settings.faults.limit_rate(call)?;
    let (route, params) =
        find(NOUNS, call.request.method().as_str(), rest).ok_or_else(Refusal::no_route)?;
    call.params = params;
    read_body(call, &route.body)?;
    (route.run)(call)
}

/// `/{project}/rest` as its two parts; the check wants a slash after the project
/// (trove/common/auth.py:59).
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

/// The first route that fits, and what its open segments are.
pub(crate) fn find<'r>(
    tables: &'r [&'r [Route]],
    method: &str,
    path: &str,
) -> Option<(&'r Route, Vec<String>)> {
    tables
        .iter()
        .flat_map(|table| table.iter())
        .filter(|route| route.method == method)
        .find_map(|route| Some((route, params(route.path, path)?)))
}

fn params(pattern: &str, path: &str) -> Option<Vec<String>> {
    let (mut pattern, mut path) = (pattern.split('/'), path.split('/'));
    let mut found = Vec::new();
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return Some(found),
            (Some("{}"), Some(segment)) if !segment.is_empty() => found.push(segment.to_owned()),
            (Some(expected), Some(segment)) if expected == segment => {}
            _ => return None,
        }
    }
}

fn read_body(call: &mut Call<'_>, body: &Body) -> Result<(), Refusal> {
    if matches!(body, Body::None) {
        return Ok(());
    }
    let faithful = call.settings.faithful;
    let bytes = call.request.body();
    let content_type = call.header("content-type");
    if bytes.is_empty() || content_type.is_none() {
        return Err(faithful.crash("The request has no JSON body."));
    }
    check_content_type(call, content_type.unwrap_or_default())?;
    call.body = serde_json::from_slice(bytes).map_err(|_| Refusal::Page {
        status: 400,
        explanation: "Malformed request body".into(),
        detail: String::new(),
    })?;
    let rule = match body {
        Body::None => None,
        Body::Like(rule) => Some(*rule),
        Body::Chosen(choose) => choose(&call.body).map_err(|why| faithful.crash(why))?,
    };
    let Some(rule) = rule else { return Ok(()) };
    schema::check(rule, &call.body).map_err(|wrong| match wrong {
        Wrong::Inside(message) => Refusal::bad(message),
        Wrong::Outside(message) => faithful.crash(message),
    })
}

fn check_content_type(call: &Call<'_>, content_type: &str) -> Result<(), Refusal> {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence == "application/json" {
        return Ok(());
    }
    if essence == "application/xml" && call.settings.faithful.xml_crashes() {
        return Err(Refusal::new(
            500,
            "The server has either erred or is incapable of performing the requested operation.",
        ));
    }
    Err(Refusal::Page {
        status: 415,
        explanation: format!("The request media type {essence} is not supported by this server."),
        detail: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_matches_only_one_segment_and_never_none() {
        assert_eq!(params("/a/{}/b", "/a/x/b"), Some(vec!["x".to_owned()]));
        assert_eq!(params("/a/{}", "/a/"), None);
        assert_eq!(params("/a/{}", "/a/x/y"), None);
        assert_eq!(params("/a", "/a/"), None);
    }

    #[test]
    fn no_two_routes_are_the_same() {
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
