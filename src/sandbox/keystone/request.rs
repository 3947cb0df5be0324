//! Helpers for all requests to Keystone: the caller, bodies, refusals and lists.

use crate::sandbox::http::call::{Call, Caller};
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::tokens;
use serde_json::{Value, json};

/// Returns the URL that all of Keystone's links begin with.
pub(crate) fn base(call: &Call<'_>) -> String {
    format!("http://{}/identity/v3", call.host)
}

/// Finds the holder of a token. There is none if the token is unknown, expired or revoked.
pub(crate) fn caller(call: &Call<'_>, token: &str) -> Result<Option<Caller>, Refusal> {
    Ok(tokens::find(call, token)?.map(|claims| Caller {
        admin: claims.roles.iter().any(|role| role.eq_ignore_ascii_case("admin")),
        project: claims.project.unwrap_or_default(),
        user: claims.user,
    }))
}

/// Returns the claims of the caller's token, or refuses with 401.
pub(crate) fn require_token(call: &Call<'_>) -> Result<tokens::Claims, Refusal> {
    let token = call.header("x-auth-token").unwrap_or_default();
    tokens::find(call, token)?.ok_or_else(Refusal::unauthenticated)
}

/// 403 in Keystone's words.
pub(crate) fn forbidden(action: &str) -> Refusal {
    Refusal::keystone(
        403,
        format!("You are not authorized to perform the requested action: {action}."),
    )
}

/// 400 in Keystone's words.
pub(crate) fn expected(what: &str) -> Refusal {
    Refusal::keystone(
        400,
        format!(
            "Expecting to find {what}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error."
        ),
    )
}

/// Reads the body of the request.
pub(crate) fn read_body(call: &Call<'_>) -> Result<Value, Refusal> {
    let content_type = call.header("content-type").unwrap_or_default();
    if !content_type.starts_with("application/json") {
        return Err(expected("application/json in Content-Type header"));
    }
    serde_json::from_slice(call.request.body()).map_err(|_| expected("valid JSON in request body"))
}

/// Answers with a list.
pub(crate) fn page(call: &Call<'_>, name: &str, items: Vec<Value>) -> Reply {
    let path = call.request.uri().path_and_query().map(http::uri::PathAndQuery::as_str);
    let own = format!("http://{}{}", call.host, path.unwrap_or_default());
    Reply::ok(&json!({name: items, "links": {"next": null, "self": own, "previous": null}}))
}
