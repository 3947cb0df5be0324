//! From the address of Keystone to the one that gives tokens.

use http::{Method, StatusCode};
use serde_json::Value;
use url::Url;

use crate::http::{Request, Transport, redact};
use crate::{Error, Result};

/// The address that gives tokens.
///
/// An address that ends in its version is not asked for it, though keystoneauth does so: the
/// answer could only confirm it, and costs a round trip.
pub(super) fn token_url(auth_url: &Url, discovers: bool, transport: &dyn Transport) -> Result<Url> {
    let versioned = segments(auth_url).last().is_some_and(|last| last == "v3");
    if versioned || !discovers {
        return Ok(below(auth_url, if versioned { "" } else { "/v3" }));
    }
    let found = discover(auth_url, transport)?;
    let v3 = segments(&found).last().is_some_and(|last| last == "v3");
    Ok(below(&found, if v3 { "" } else { "/v3" }))
}

fn below(url: &Url, version: &str) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let path = format!("{}{version}/auth/tokens", url.path().trim_end_matches('/'));
    url.set_path(&path);
    url
}

/// The address of version 3, as Keystone's own list of versions has it.
fn discover(auth_url: &Url, transport: &dyn Transport) -> Result<Url> {
    let shown = redact::url(auth_url.as_str());
    log::debug!("asking {shown} for the versions of Keystone");
    let request: Request = http::Request::builder()
        .method(Method::GET)
        .uri(auth_url.as_str())
        .header("accept", "application/json")
        .body(Vec::new())
        .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
    let response = transport.send(request)?;
    let status = response.status();
    // 300 is what a list of several versions comes with.
    if !(status.is_success() || status == StatusCode::MULTIPLE_CHOICES) {
        return Err(nothing(auth_url, &format!("it answers with HTTP {}", status.as_u16())));
    }
    let Ok(body) = serde_json::from_slice::<Value>(response.body()) else {
        return Err(nothing(auth_url, "its answer is not JSON"));
    };
    let entries = versions(&body);
    let usable = |entry: &&&Value| {
        let status = entry.get("status").and_then(Value::as_str).unwrap_or_default();
        let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
        ["stable", "current", "supported", "deprecated"]
            .contains(&status.to_ascii_lowercase().as_str())
            && (id == "v3" || id.starts_with("v3."))
    };
    let link = entries.iter().filter(usable).find_map(|entry| self_link(entry));
    match link {
        Some(link) => rebase(auth_url, link),
        None if entries.is_empty() => Err(nothing(auth_url, "its answer lists no versions")),
        None => {
            let ids: Vec<_> =
                entries.iter().filter_map(|entry| entry.get("id")?.as_str()).collect();
            Err(nothing(auth_url, &format!("it offers {}", ids.join(", "))))
        }
    }
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
    fn the_token_address_follows_from_a_versioned_address_without_a_request() {
        struct Never;
        impl Transport for Never {
            fn send(&self, request: Request) -> Result<crate::http::Response> {
                panic!("{}", request.uri())
            }
        }
        for (auth_url, discovers, wanted) in [
            ("http://ks:5000/v3", true, "http://ks:5000/v3/auth/tokens"),
            ("http://ks:5000/v3/", true, "http://ks:5000/v3/auth/tokens"),
            ("http://ks/identity/v3", true, "http://ks/identity/v3/auth/tokens"),
            ("http://ks:5000", false, "http://ks:5000/v3/auth/tokens"),
            ("http://ks/identity//", false, "http://ks/identity/v3/auth/tokens"),
        ] {
            let url = token_url(&Url::parse(auth_url).unwrap(), discovers, &Never).unwrap();
            assert_eq!(url.as_str(), wanted);
        }
    }
}
