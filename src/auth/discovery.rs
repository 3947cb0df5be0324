//! Finds the address of version 3 of Keystone.

use crate::auth::outage::outage;
use crate::http::{Request, Transport, WithoutQuotas, redact, request_line};
use crate::{ConfigHint, Error, Result, json};
use http::{Method, StatusCode};
use serde_json::Value;
use url::Url;

/// Returns the address for token requests. If `discovers`, Keystone is asked for its versions.
pub(super) fn token_url(auth_url: &Url, discovers: bool, transport: &dyn Transport) -> Result<Url> {
    if !discovers {
        return Ok(tokens(auth_url));
    }
    let failure = match request_versions(auth_url, transport)? {
        Ok(body) => return Ok(tokens(&rebase(auth_url, &version_3(auth_url, &body)?)?)),
        Err(failure) => failure,
    };
    let segments = segments(auth_url);
    // At the end too: many clouds have Keystone at /identity/v3.
    if ![segments.first(), segments.last()].iter().flatten().any(|part| *part == "v3") {
        return Err(failure.outage.unwrap_or_else(|| no_version_3(auth_url, &failure.why)));
    }
    let shown = redact::url(auth_url.as_str());
    log::warn!(
        "no list of Keystone's versions at {shown}: {}; using the version in the address",
        failure.why
    );
    Ok(tokens(auth_url))
}

/// Returns the address for token requests below `auth_url`, with or without its version.
pub(super) fn tokens(auth_url: &Url) -> Url {
    below_v3(auth_url, &["auth", "tokens"])
}

/// Returns the address of `path` below version 3.
pub(super) fn below_v3(auth_url: &Url, path: &[&str]) -> Url {
    let mut url = auth_url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let base = url.path().trim_end_matches('/');
    let version = if base.ends_with("v3") { "" } else { "/v3" };
    let base = format!("{base}{version}");
    url.set_path(&base);
    // This fails only for addresses without a host, which the settings do not accept.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.extend(path);
    }
    url
}

/// The reason why an answer has no list of versions.
struct NoVersions {
    why: String,
    outage: Option<Error>,
}

impl NoVersions {
    fn new(why: &str) -> Self {
        Self { why: why.to_owned(), outage: None }
    }
}

/// Requests the list of versions. The inner error says why the answer has none.
fn request_versions(
    auth_url: &Url,
    transport: &dyn Transport,
) -> Result<Result<Value, NoVersions>> {
    let shown = redact::url(auth_url.as_str());
    log::debug!("requesting the versions of Keystone from {shown}");
    let request: Request = http::Request::builder()
        .method(Method::GET)
        .uri(auth_url.as_str())
        .header("accept", "application/json")
        .extension(WithoutQuotas)
        .body(Vec::new())
        .map_err(|_| Error::config(format!("'{shown}' is not a URL")))?;
    let line = request_line(&request);
    // Without an answer to this request, a login would get none either.
    let response = transport.send(request)?;
    let status = response.status();
    // A list of several versions comes with status 300.
    if !(status.is_success() || status == StatusCode::MULTIPLE_CHOICES) {
        let why = format!("it answers with HTTP {}", status.as_u16());
        return Ok(Err(NoVersions { why, outage: outage(line, &response) }));
    }
    let body = json::parse(response.body()).ok();
    Ok(match body {
        None => Err(NoVersions::new("its answer is not JSON")),
        Some(body) if versions(&body).is_empty() => {
            Err(NoVersions::new("its answer lists no versions"))
        }
        Some(body) => Ok(body),
    })
}

/// Returns Keystone's own link to version 3.
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
        let error = no_version_3(auth_url, &format!("it offers {}", ids.join(", ")));
        if ids.iter().all(|id| id.starts_with("v2")) {
            return error.with_hint(ConfigHint::IdentityVersion2);
        }
        error
    })
}

/// Returns the versions in an answer of Keystone, which has a list of them or one.
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

/// Returns Keystone's link with the configured host: behind a proxy, Keystone often returns a wrong host.
fn rebase(auth_url: &Url, link: &str) -> Result<Url> {
    let link = auth_url
        .join(link)
        .map_err(|_| no_version_3(auth_url, "its list of versions has a link that is not a URL"))?;
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

fn no_version_3(auth_url: &Url, why: &str) -> Error {
    let shown = redact::url(auth_url.as_str());
    Error::config(format!("no version 3 of Keystone found at {shown}: {why}"))
        .with_hint(ConfigHint::KeystoneAddress)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fake::Fake;

    #[test]
    fn only_the_path_of_a_link_is_used() {
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
    fn without_discovery_nothing_is_sent() {
        for (auth_url, wanted) in [
            ("http://ks:5000/v3", "http://ks:5000/v3/auth/tokens"),
            ("http://ks:5000/v3/", "http://ks:5000/v3/auth/tokens"),
            ("http://ks/identity/v3", "http://ks/identity/v3/auth/tokens"),
            ("http://ks:5000", "http://ks:5000/v3/auth/tokens"),
            ("http://ks/identity//", "http://ks/identity/v3/auth/tokens"),
        ] {
            let url =
                token_url(&Url::parse(auth_url).unwrap(), false, &*Fake::unreachable()).unwrap();
            assert_eq!(url.as_str(), wanted);
        }
    }
}
