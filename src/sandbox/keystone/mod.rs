//! Keystone v3, as much of it as logging in and looking oneself up takes.

mod catalog;
mod credentials;
mod login;
mod passcode;
mod projects;
mod tokens;

use crate::sandbox::http::call::{Call, Caller};
use crate::sandbox::http::reply::{Outcome, Refusal, Reply};
use crate::sandbox::http::route::{Body, Route, find, get, route};
use serde_json::{Value, json};

const ROUTES: &[Route] = &[
    get("/v3", version),
    get("/v3/", version),
    route("POST", "/v3/auth/tokens", Body::None, login::issue),
    get("/v3/auth/tokens", tokens::show),
    route("HEAD", "/v3/auth/tokens", Body::None, tokens::show),
    route("DELETE", "/v3/auth/tokens", Body::None, tokens::revoke),
    get("/v3/auth/catalog", catalog::show),
    get("/v3/auth/projects", projects::own),
    get("/v3/projects", projects::list),
    get("/v3/projects/{}", projects::show),
    get("/v3/users/{}", projects::user),
    get("/v3/users/{}/projects", projects::of_user),
    get("/v3/users/{}/application_credentials", credentials::list),
    route("POST", "/v3/users/{}/application_credentials", Body::None, credentials::create),
    get("/v3/users/{}/application_credentials/{}", credentials::show),
    route("DELETE", "/v3/users/{}/application_credentials/{}", Body::None, credentials::delete),
];

/// Answers what is below `/identity`.
pub(crate) fn serve(call: &mut Call<'_>, path: &str) -> Outcome {
    if path.is_empty() || path == "/" {
        return Ok(versions(call));
    }
    let method = call.request.method().as_str();
    if let Some((route, params)) = find(&[ROUTES], method, path) {
        call.params = params;
        return (route.run)(call);
    }
    let served = |method: &&str| find(&[ROUTES], method, path).is_some();
    if ["GET", "POST", "DELETE"].iter().any(served) {
        let body = json!({"message": "The method is not allowed for the requested URL."});
        return Ok(Reply::json(405, &body));
    }
    Ok(Reply::text(404, "text/html; charset=utf-8", NO_PAGE))
}

const NO_PAGE: &str = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n\
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n";

fn base(call: &Call<'_>) -> String {
    format!("http://{}/identity/v3", call.host)
}

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

/// Who holds this token; nobody when it is unknown, expired or revoked.
pub(crate) fn caller(call: &Call<'_>, token: &str) -> Result<Option<Caller>, Refusal> {
    Ok(tokens::find(call, token)?.map(|claims| Caller {
        admin: claims.roles.iter().any(|role| role.eq_ignore_ascii_case("admin")),
        project: claims.project.unwrap_or_default(),
        user: claims.user,
    }))
}

/// The claims of the token that asks, or 401.
fn require_token(call: &Call<'_>) -> Result<tokens::Claims, Refusal> {
    let token = call.header("x-auth-token").unwrap_or_default();
    tokens::find(call, token)?.ok_or_else(Refusal::unauthenticated)
}

fn denied(action: &str) -> Refusal {
    Refusal::keystone(
        403,
        format!("You are not authorized to perform the requested action: {action}."),
    )
}

/// 400 in Keystone's words.
fn expecting(what: &str) -> Refusal {
    Refusal::keystone(
        400,
        format!(
            "Expecting to find {what}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error."
        ),
    )
}

/// The request's body.
fn read_body(call: &Call<'_>) -> Result<Value, Refusal> {
    let content_type = call.header("content-type").unwrap_or_default();
    if !content_type.starts_with("application/json") {
        return Err(expecting("application/json in Content-Type header"));
    }
    serde_json::from_slice(call.request.body()).map_err(|_| expecting("valid JSON in request body"))
}

fn page(call: &Call<'_>, name: &str, items: Vec<Value>) -> Reply {
    let path = call.request.uri().path_and_query().map(http::uri::PathAndQuery::as_str);
    let own = format!("http://{}{}", call.host, path.unwrap_or_default());
    Reply::ok(&json!({name: items, "links": {"next": null, "self": own, "previous": null}}))
}
