//! Keystone v3: logins, tokens, projects, users and application credentials.

mod catalog;
mod credential;
mod credentials;
mod login;
mod passcode;
mod projects;
mod request;
mod tokens;
mod validate;

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Outcome;
use crate::sandbox::http::reply::Reply;
use crate::sandbox::http::route::{Body, Route, find, get, route};
use crate::sandbox::keystone::request::base;
use serde_json::{Value, json};

pub(crate) use request::caller;

const ROUTES: &[Route] = &[
    get("/v3", version),
    get("/v3/", version),
    route("POST", "/v3/auth/tokens", Body::None, login::issue),
    get("/v3/auth/tokens", validate::show),
    route("HEAD", "/v3/auth/tokens", Body::None, validate::show),
    route("DELETE", "/v3/auth/tokens", Body::None, validate::revoke),
    get("/v3/auth/catalog", catalog::show),
    get("/v3/auth/projects", projects::list_own),
    get("/v3/projects", projects::list),
    get("/v3/projects/{}", projects::show),
    get("/v3/users/{}", projects::show_user),
    get("/v3/users/{}/projects", projects::list_of_user),
    get("/v3/users/{}/application_credentials", credentials::list),
    route("POST", "/v3/users/{}/application_credentials", Body::None, credentials::create),
    get("/v3/users/{}/application_credentials/{}", credentials::show),
    route("DELETE", "/v3/users/{}/application_credentials/{}", Body::None, credentials::delete),
];

/// Answers requests below `/identity`.
pub(crate) fn serve(call: &mut Call<'_>, path: &str) -> Outcome {
    if path.is_empty() || path == "/" {
        return Ok(versions(call));
    }
    let method = call.request.method().as_str();
    if let Some((route, segments)) = find(&[ROUTES], method, path) {
        call.segments = segments;
        return (route.run)(call);
    }
    let served = |method: &&str| find(&[ROUTES], method, path).is_some();
    if ["GET", "POST", "DELETE"].iter().any(served) {
        let body = json!({"message": "The method is not allowed for the requested URL."});
        return Ok(Reply::json(405, &body));
    }
    Ok(Reply::text(404, "text/html; charset=utf-8", NOT_FOUND_PAGE))
}

const NOT_FOUND_PAGE: &str = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n\
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n";

fn version_document(call: &Call<'_>) -> Value {
    json!({
        "id": "v3.14",
        "status": "stable",
        "updated": "2020-04-07T00:00:00Z",
        "links": [{"rel": "self", "href": format!("{}/", base(call))}],
        "media-types": [{
            "base": "application/json",
            "type": "application/vnd.openstack.identity-v3+json",
        }],
    })
}

fn version(call: &Call<'_>) -> Outcome {
    Ok(Reply::ok(&json!({"version": version_document(call)})))
}

fn versions(call: &Call<'_>) -> Reply {
    let body = json!({"versions": {"values": [version_document(call)]}});
    Reply::json(300, &body).with("location", format!("{}/", base(call)))
}

#[cfg(test)]
mod tests;
