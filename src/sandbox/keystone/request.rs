//! What all requests to Keystone have in common: who asks, bodies, refusals and lists.

use crate::sandbox::http::call::{Call, Caller};
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::http::reply::Reply;
use crate::sandbox::keystone::tokens;
use serde_json::{Value, json};

pub(crate) fn base(call: &Call<'_>) -> String {
    format!("http://{}/identity/v3", call.host)
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
pub(crate) fn require_token(call: &Call<'_>) -> Result<tokens::Claims, Refusal> {
    let token = call.header("x-auth-token").unwrap_or_default();
    tokens::find(call, token)?.ok_or_else(Refusal::unauthenticated)
}

pub(crate) fn denied(action: &str) -> Refusal {
    Refusal::keystone(
        403,
        format!("You are not authorized to perform the requested action: {action}."),
    )
}

/// 400 in Keystone's words.
pub(crate) fn expecting(what: &str) -> Refusal {
    Refusal::keystone(
        400,
        format!(
            "Expecting to find {what}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error."
        ),
    )
}

/// The request's body.
pub(crate) fn read_body(call: &Call<'_>) -> Result<Value, Refusal> {
    let content_type = call.header("content-type").unwrap_or_default();
    if !content_type.starts_with("application/json") {
        return Err(expecting("application/json in Content-Type header"));
    }
    serde_json::from_slice(call.request.body()).map_err(|_| expecting("valid JSON in request body"))
}

pub(crate) fn page(call: &Call<'_>, name: &str, items: Vec<Value>) -> Reply {
    let path = call.request.uri().path_and_query().map(http::uri::PathAndQuery::as_str);
    let own = format!("http://{}{}", call.host, path.unwrap_or_default());
    Reply::ok(&json!({name: items, "links": {"next": null, "self": own, "previous": null}}))
}
