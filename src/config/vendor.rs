//! Vendor profiles: built in, or published by the vendor.

use crate::config::{Lookup, files};
use crate::http::{Client, ClientOptions, Proxies, Request, Transport, redact, server_url};
use crate::{Error, Result};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

type Profile = Map<String, Value>;

/// The profiles of openstacksdk, without what databases do not need. `otc-swiss` has the scheme
/// that is missing in openstacksdk.
const BUILT_IN: &str = include_str!("vendors.json");

/// The path where vendors publish their profile.
const WELL_KNOWN: &str = "/.well-known/openstack/api";
const TIMEOUT: Duration = Duration::from_secs(10);

/// Returns the profile of this name, if there is one. A URL is that of a vendor that publishes it.
///
/// # Errors
/// [`Error::Config`] if the vendor has shut down, or its answer is not a profile.
/// [`Error::Transport`] if there is no answer.
pub(super) fn profile(
    lookup: &Lookup,
    name: &str,
    warnings: &mut Vec<String>,
) -> Result<Option<Profile>> {
    let Some(mut profile) = named(lookup, name)? else { return Ok(None) };
    // Some built-in profiles only say where the vendor publishes its profile.
    if let Some(Value::String(elsewhere)) = profile.remove("profile")
        && let Some(nested) = named(lookup, &elsewhere)?
    {
        profile = nested;
    }
    let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
    let status = text(profile.remove("status"));
    let message = text(profile.remove("message")).unwrap_or_default();
    match status.as_deref() {
        Some("shutdown") => Err(Error::config(format!(
            "the cloud of the profile '{name}' no longer exists: {message}"
        ))
        .with_hint("correct or remove 'profile' in clouds.yaml")),
        Some("deprecated") => {
            warnings.push(format!("the profile '{name}' is deprecated: {message}"));
            Ok(Some(profile))
        }
        _ => Ok(Some(profile)),
    }
}

fn named(lookup: &Lookup, name: &str) -> Result<Option<Profile>> {
    if let Some(profile) = built_in(name) {
        return Ok(Some(profile));
    }
    server_url(name).map(|url| published(lookup, url)).transpose()
}

fn built_in(name: &str) -> Option<Profile> {
    let mut all: Profile = serde_json::from_str(BUILT_IN).unwrap_or_default();
    match all.remove(name) {
        Some(Value::Object(profile)) => Some(profile),
        _ => None,
    }
}

/// Requests the profile of the vendor at `url`. A built-in profile with its name overrides it.
fn published(lookup: &Lookup, mut url: Url) -> Result<Profile> {
    let shown = redact::url(url.as_str());
    let wrong = |why: &str| {
        Error::config(format!("the profile '{shown}' could not be fetched: {why}"))
            .with_hint("'profile' names a vendor, or the URL of a cloud that publishes one")
    };
    // The profile is public: the request needs no password.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_path(WELL_KNOWN);
    url.set_query(None);
    url.set_fragment(None);
    log::debug!("requesting the profile of the cloud from {url}");
    let request: Request = http::Request::get(url.as_str())
        .header("accept", "application/json")
        .body(Vec::new())
        .map_err(|_| wrong("it is not a URL"))?;
    let response = transport(lookup).send(request)?;
    if !response.status().is_success() {
        return Err(wrong(&format!("HTTP {}", response.status())));
    }
    let answer =
        crate::json::parse(response.body()).map_err(|_| wrong("the answer is not JSON"))?;
    let Some(Value::Object(mut profile)) = answer.get("profile").cloned() else {
        return Err(wrong("there is no 'profile' in the answer"));
    };
    if let Some(own) = answer.get("name").and_then(Value::as_str).and_then(built_in) {
        files::merge(&mut profile, &own, "")?;
    }
    profile.remove("profile");
    Ok(profile)
}

fn transport(lookup: &Lookup) -> Arc<dyn Transport> {
    if let Some(transport) = &lookup.network {
        return Arc::clone(transport);
    }
    let proxies = Proxies::from_lookup(|name| lookup.env.get(name).map(str::to_owned));
    // The request has no secrets, and the main page of a vendor is often on another host.
    let options = ClientOptions {
        timeout: Some(TIMEOUT),
        proxies,
        follow_cross_origin: true,
        ..ClientOptions::default()
    };
    Arc::new(Client::new(options))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fake::Fake;
    use crate::{ErrorKind, TransportFailure};
    use serde_json::json;

    fn asked(status: u16, body: &str, name: &str) -> (Result<Option<Profile>>, Vec<Request>) {
        let body = body.to_owned();
        let vendor = Fake::new(move |_| {
            http::Response::builder().status(status).body(body.clone().into_bytes()).unwrap()
        });
        let lookup = Lookup { network: Some(vendor.clone()), ..Lookup::default() };
        (profile(&lookup, name, &mut Vec::new()), vendor.requests())
    }

    #[test]
    fn each_built_in_profile_has_an_address_or_a_reason() {
        let all: Profile = serde_json::from_str(BUILT_IN).unwrap();
        assert_eq!(all.len(), 25);
        for (name, profile) in all {
            let url = profile["auth"]["auth_url"].as_str().unwrap_or_default();
            let known = Url::parse(&url.replace("{region_name}", "r")).is_ok();
            let closed = profile["status"] == "shutdown" && profile["message"].is_string();
            assert!(
                known || closed || profile["profile"].is_string() || name == "bluebox",
                "{name}"
            );
        }
    }

    #[test]
    fn the_profile_at_a_url_is_requested_without_credentials() {
        let body = json!({"name": "mine", "profile": {"auth": {"auth_url": "https://k/v3"}, "profile": "x"}});
        let (profile, asked) =
            asked(200, &body.to_string(), "https://me:pw@cloud.example:8443/x?y=1");
        assert_eq!(
            Value::Object(profile.unwrap().unwrap()),
            json!({"auth": {"auth_url": "https://k/v3"}})
        );
        let [request] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!(request.uri(), "https://cloud.example:8443/.well-known/openstack/api");
        assert!(!request.headers().contains_key("authorization"));
    }

    #[test]
    fn a_built_in_profile_may_be_only_an_address() {
        let body = json!({"name": "ovh", "profile": {"region_name": "GRA"}}).to_string();
        let (profile, asked) = asked(200, &body, "ovh");
        assert_eq!(Value::Object(profile.unwrap().unwrap()), json!({"region_name": "GRA"}));
        assert_eq!(asked[0].uri().host(), Some("ovhcloud.com"));
    }

    #[test]
    fn a_built_in_profile_overrides_a_published_one_of_its_name() {
        let body =
            json!({"name": "elastx", "profile": {"region_name": "other", "interface": "internal"}});
        let (profile, _) = asked(200, &body.to_string(), "https://elastx.example");
        let profile = profile.unwrap().unwrap();
        assert_eq!(
            (&profile["region_name"], &profile["interface"]),
            (&json!("se-sto"), &json!("internal"))
        );
    }

    #[test]
    fn an_answer_that_is_not_a_profile_is_refused() {
        for (status, body, why) in [
            (404, "{}", "HTTP 404 Not Found"),
            (200, "<html>", "not JSON"),
            (200, "{\"name\": \"x\"}", "no 'profile'"),
        ] {
            let error = asked(status, body, "https://cloud.example").0.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage);
            let text = error.to_string();
            assert!(text.contains("https://cloud.example") && text.contains(why), "{text}");
        }
    }

    #[test]
    fn a_vendor_that_does_not_answer_cannot_be_reached() {
        let lookup = Lookup { env: [("no_proxy", "*")].into_iter().collect(), ..Lookup::default() };
        let error = profile(&lookup, "http://127.0.0.1:1", &mut Vec::new()).unwrap_err();
        let Error::Transport(error) = error else { panic!("{error}") };
        assert_eq!(error.failure, TransportFailure::Connect);
    }

    #[test]
    fn a_profile_may_be_shut_down_deprecated_or_unknown() {
        let lookup = Lookup::default();
        let mut warnings = Vec::new();
        let error = profile(&lookup, "betacloud", &mut warnings).unwrap_err();
        assert!(error.to_string().contains("no longer exists"), "{error}");
        assert!(profile(&lookup, "fuga", &mut warnings).unwrap().is_some());
        assert!(warnings.join("").contains("'fuga' is deprecated"), "{warnings:?}");
        assert_eq!(profile(&lookup, "nobody", &mut warnings).unwrap(), None);
    }
}
