//! From the address of Keystone to the one that gives tokens.

use crate::http::{Request, Transport, redact};
use crate::{Error, Result};
use http::{Method, StatusCode};
use serde_json::Value;
use url::Url;

/// The address that gives tokens.
pub(super) fn token_url(auth_url: &Url, discovers: bool, transport: &dyn Transport) -> Result<Url> {
    if !discovers {
        return Ok(tokens(auth_url));
    }
    let failure = match ask(auth_url, transport)? {
        Ok(body) => return Ok(tokens(&rebase(auth_url, &version_3(auth_url, &body)?)?)),
        Err(failure) => failure,
    };
    let segments = segments(auth_url);
    // Its end too: many a Keystone lives at /identity/v3.
    if ![segments.first(), segments.last()].iter().flatten().any(|part| *part == "v3") {
        return Err(nothing(auth_url, &failure));
    }
    let shown = redact::url(auth_url.as_str());
    log::warn!(
        "the versions of Keystone cannot be found at {shown}: {failure}; taking the one in the address"
    );
    Ok(tokens(auth_url))
}

/// Where version 3 gives tokens, if `auth_url` is its address or that of all versions.
pub(super) fn tokens(auth_url: &Url) -> Url {
    below_v3(auth_url, &["auth", "tokens"])
}

/// This path below version 3.
pub(super) fn below_v3(auth_url: &Url, path: &[&str]) -> Url {
    let mut url = auth_url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let base = url.path().trim_end_matches('/');
    let version = if base.ends_with("v3") { "" } else { "/v3" };
    let base = format!("{base}{version}");
    url.set_path(&base);
    // Fails for addresses without a host only, and those are refused when they are read.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.extend(path);
    }
    url
}

/// What Keystone says about its versions, or why that is nothing.
fn ask(auth_url: &Url, transport: &dyn Transport) -> Result<Result<Value, String>> {
    let shown = redact::url(auth_url.as_str());
    log::debug!("asking {shown} for the versions of Keystone");
    let request: Request = http::Request::builder()
        .method(Method::GET)
        .uri(auth_url.as_str())
        .header("accept", "application/json")
        .body(Vec::new())
        .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
    // Where nobody answers now, nobody would answer a login.
    let response = transport.send(request)?;
    let status = response.status();
    // 300 is what a list of several versions comes with.
    if !(status.is_success() || status == StatusCode::MULTIPLE_CHOICES) {
        return Ok(Err(format!("it answers with HTTP {}", status.as_u16())));
    }
    let body: Option<Value> = serde_json::from_slice(response.body()).ok();
    Ok(match body {
        None => Err("its answer is not JSON".to_owned()),
        Some(body) if versions(&body).is_empty() => Err("its answer lists no versions".to_owned()),
        Some(body) => Ok(body),
    })
}

/// The link to version 3, as Keystone has it.
fn version_3(auth_url: &Url, body: &Value) -> Result<String> {
    let entries = versions(body);
    let usable = |entry: &&&Value| {
        let status = entry.get("status").and_then(Value::as_str).unwrap_or_default();
        let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
        ["stable", "current", "supported", "deprecated"]
            .contains(&status.to_ascii_lowercase().as_str())
            && (id == "v3" || id.starts_with("v3."))
    };
    let link = entries.iter().filter(usable).find_map(|entry| self_link(entry));
    link.map(str::to_owned).ok_or_else(|| {
        let ids: Vec<_> = entries.iter().filter_map(|entry| entry.get("id")?.as_str()).collect();
        let error = nothing(auth_url, &format!("it offers {}", ids.join(", ")));
        if ids.iter().all(|id| id.starts_with("v2")) {
            return error.with_hint(
                "version 2 takes --os-auth-type v2password, and an address that ends in /v2.0",
            );
        }
        error
    })
}

/// The versions in a list of Keystone's, or the one that it describes.
pub(crate) fn versions(body: &Value) -> Vec<&Value> {
    let list = body.get("versions").map(|versions| versions.get("values").unwrap_or(versions));
    match list.and_then(Value::as_array) {
        Some(list) => list.iter().collect(),
        None if body.get("id").is_some() => vec![body],
        None => body.get("version").into_iter().collect(),
    }
}

fn self_link(entry: &Value) -> Option<&str> {
    let links = entry.get("links")?.as_array()?;
    links
        .iter()
        .find(|link| link.get("rel").is_some_and(|rel| rel == "self"))?
        .get("href")?
        .as_str()
}

/// Keystone behind a proxy often does not know its own address: what was configured goes before.
fn rebase(auth_url: &Url, link: &str) -> Result<Url> {
    let link = auth_url
        .join(link)
        .map_err(|_| nothing(auth_url, "its list of versions has a link that is no URL"))?;
    let mut url = auth_url.clone();
    if link.host() == auth_url.host() {
        url.set_path(link.path());
        return Ok(url);
    }
    let version = segments(&link).pop();
    if let (Some(version), Ok(mut path)) = (&version, url.path_segments_mut())
        && segments(auth_url).last() != Some(version)
    {
        path.pop_if_empty().push(version);
    }
    Ok(url)
}

fn segments(url: &Url) -> Vec<String> {
    let segments = url.path_segments().into_iter().flatten();
    segments.filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

fn nothing(auth_url: &Url, why: &str) -> Error {
    let shown = redact::url(auth_url.as_str());
    Error::config(format!("no version 3 of Keystone found at {shown}: {why}"))
        .with_hint("is --os-auth-url right? It mostly ends in /v3")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_only_believed_in_its_path() {
        for (auth_url, link, wanted) in [
            ("http://ks:5000/", "https://ks:5000/v3/", "http://ks:5000/v3/"),
            ("http://ks/identity", "http://inside/v3/", "http://ks/identity/v3"),
            ("http://ks/identity/v3", "http://inside/v3/", "http://ks/identity/v3"),
            ("http://ks/", "/v3", "http://ks/v3"),
        ] {
            let url = rebase(&Url::parse(auth_url).unwrap(), link).unwrap();
            assert_eq!(url.as_str(), wanted);
        }
    }

    #[test]
    fn the_auth_types_of_version_3_ask_for_no_versions() {
        struct Never;
        impl Transport for Never {
            fn send(&self, request: Request) -> Result<crate::http::Response> {
                panic!("{}", request.uri())
            }
        }
        for (auth_url, wanted) in [
            ("http://ks:5000/v3", "http://ks:5000/v3/auth/tokens"),
            ("http://ks:5000/v3/", "http://ks:5000/v3/auth/tokens"),
            ("http://ks/identity/v3", "http://ks/identity/v3/auth/tokens"),
            ("http://ks:5000", "http://ks:5000/v3/auth/tokens"),
            ("http://ks/identity//", "http://ks/identity/v3/auth/tokens"),
        ] {
            let url = token_url(&Url::parse(auth_url).unwrap(), false, &Never).unwrap();
            assert_eq!(url.as_str(), wanted);
        }
    }
}
