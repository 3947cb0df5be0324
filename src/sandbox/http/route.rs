//! Routes: which method and path a handler serves, and the body it reads.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::{Outcome, Refusal};
use crate::sandbox::http::schema;
use crate::sandbox::http::schema::{Invalid, Rule};
use serde_json::Value;

/// A method and a path, and how they are served.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// The path below `/v1.0/{project}` or `/identity`; `{}` stands for any segment.
    pub(crate) path: &'static str,
    pub(crate) body: Body,
    pub(crate) run: fn(&Call<'_>) -> Outcome,
}

/// The body that a route reads.
pub(crate) enum Body {
    /// None.
    None,
    /// JSON that a rule describes.
    Json(&'static Rule),
    /// JSON whose first key selects the rule. `None` allows anything, `Err` has the reason why the key
    /// crashes the server.
    ByKey(fn(&Value) -> Result<Option<&'static Rule>, String>),
}

/// Makes a GET route.
pub(crate) const fn get(path: &'static str, run: fn(&Call<'_>) -> Outcome) -> Route {
    Route { method: "GET", path, body: Body::None, run }
}

/// Makes a route.
pub(crate) const fn route(
    method: &'static str,
    path: &'static str,
    body: Body,
    run: fn(&Call<'_>) -> Outcome,
) -> Route {
    Route { method, path, body, run }
}

/// Finds the first route that matches, and the segments of the path for its `{}`.
pub(crate) fn find<'r>(
    tables: &'r [&'r [Route]],
    method: &str,
    path: &str,
) -> Option<(&'r Route, Vec<String>)> {
    tables
        .iter()
        .flat_map(|table| table.iter())
        .filter(|route| route.method == method)
        .find_map(|route| Some((route, segments(route.path, path)?)))
}

fn segments(pattern: &str, path: &str) -> Option<Vec<String>> {
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

/// Reads the body that a route wants, and checks it.
pub(crate) fn read_body(call: &mut Call<'_>, body: &Body) -> Result<(), Refusal> {
    if matches!(body, Body::None) {
        return Ok(());
    }
    let bytes = call.request.body();
    let content_type = call.header("content-type");
    if bytes.is_empty() || content_type.is_none() {
        return Err(call.crash("The request has no JSON body."));
    }
    check_content_type(call, content_type.unwrap_or_default())?;
    call.body = serde_json::from_slice(bytes).map_err(|_| Refusal::Page {
        status: 400,
        explanation: "Malformed request body".into(),
        detail: String::new(),
    })?;
    let rule = match body {
        Body::None => None,
        Body::Json(rule) => Some(*rule),
        Body::ByKey(choose) => choose(&call.body).map_err(|why| call.crash(why))?,
    };
    let Some(rule) = rule else { return Ok(()) };
    schema::check(rule, &call.body).map_err(|invalid| match invalid {
        Invalid::Field(message) => Refusal::bad_request(message),
        Invalid::Root(message) => call.crash(message),
    })
}

fn check_content_type(call: &Call<'_>, content_type: &str) -> Result<(), Refusal> {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if essence == "application/json" {
        return Ok(());
    }
    if essence == "application/xml" && call.settings.quirks.xml_crashes() {
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

/// Splits off the suffix that the real server treats as a format: everything after the first dot.
pub(crate) fn split_suffix(name: &str) -> (&str, Option<&str>) {
    let dot = name.char_indices().skip(1).find(|(_, c)| *c == '.').map(|(at, _)| at);
    match dot.and_then(|at| Some((name.get(..at)?, name.get(at + 1..)?))) {
        Some((stem, suffix)) if !suffix.is_empty() => (stem, Some(suffix)),
        _ => (name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_matches_exactly_one_segment() {
        assert_eq!(segments("/a/{}/b", "/a/x/b"), Some(vec!["x".to_owned()]));
        assert_eq!(segments("/a/{}", "/a/"), None);
        assert_eq!(segments("/a/{}", "/a/x/y"), None);
        assert_eq!(segments("/a", "/a/"), None);
    }
}
