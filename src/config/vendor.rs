//! Vendor profiles: built in, or published by the vendor.

use crate::config::{Key, Lookup, files};
use crate::http::{
    Client, ClientOptions, Proxies, Request, Transport, is_loopback, redact, server_url,
};
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

/// What a profile may say: regions, interfaces, versions, and what its vendor says of it.
const TOP: &[&str] = &[
    "auth",
    "regions",
    "region_name",
    "interface",
    "endpoint_type",
    "default_domain",
    "status",
    "message",
];
/// The ends of what it may say of each service.
const OF_SERVICES: &[&str] = &[
    "_api_version",
    "_interface",
    "_endpoint_type",
    "_region_name",
    "_service_type",
    "_service_name",
];
/// The keys that a profile may have below `auth`: the address of Keystone, and domains.
const AUTH: &[&str] = &[
    "auth_url",
    "domain_id",
    "domain_name",
    "user_domain_id",
    "user_domain_name",
    "project_domain_id",
    "project_domain_name",
    "default_domain_id",
    "default_domain_name",
];

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
    let Some(mut profile) = named(lookup, name, warnings)? else { return Ok(None) };
    // Some built-in profiles only say where the vendor publishes its profile.
    if let Some(Value::String(elsewhere)) = profile.remove("profile")
        && let Some(nested) = named(lookup, &elsewhere, warnings)?
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

fn named(lookup: &Lookup, name: &str, warnings: &mut Vec<String>) -> Result<Option<Profile>> {
    if let Some(profile) = built_in(name) {
        return Ok(Some(profile));
    }
    server_url(name).map(|url| published(lookup, url, warnings)).transpose()
}

fn built_in(name: &str) -> Option<Profile> {
    let mut all: Profile = serde_json::from_str(BUILT_IN).unwrap_or_default();
    match all.remove(name) {
        Some(Value::Object(profile)) => Some(profile),
        _ => None,
    }
}

/// Requests the profile of the vendor at `url`. A built-in profile with its name overrides it.
fn published(lookup: &Lookup, mut url: Url, warnings: &mut Vec<String>) -> Result<Profile> {
    let shown = redact::url(url.as_str());
    let wrong = |why: &str| {
        Error::config(format!("the profile '{shown}' could not be fetched: {why}"))
            .with_hint("'profile' names a vendor, or the URL of a cloud that publishes one")
    };
    if url.scheme() != "https" && !is_loopback(&url) {
        return Err(Error::config(format!(
            "the profile '{shown}' is not fetched: anybody on the way could change it"
        ))
        .with_hint("a profile is fetched by https, or from this machine"));
    }
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
    let response = transport(lookup, &url).send(request)?;
    if !response.status().is_success() {
        return Err(wrong(&format!("HTTP {}", response.status())));
    }
    let answer =
        crate::json::parse(response.body()).map_err(|_| wrong("the answer is not JSON"))?;
    let Some(Value::Object(mut profile)) = answer.get("profile").cloned() else {
        return Err(wrong("there is no 'profile' in the answer"));
    };
    restrict(&mut profile, &shown, warnings);
    if let Some(own) = answer.get("name").and_then(Value::as_str).and_then(built_in) {
        files::merge(&mut profile, &own, "")?;
    }
    profile.remove("profile");
    Ok(profile)
}

/// Removes all that is not for a profile to say from one that a stranger may have written: what reads
/// a file, turns off a check, sets a proxy, a certificate, a credential or another address of a service.
pub(super) fn restrict(profile: &mut Profile, name: &str, warnings: &mut Vec<String>) {
    let mut removed = Vec::new();
    retain(profile, &mut removed, is_for_profile);
    if let Some(regions) = profile.get_mut("regions").and_then(Value::as_array_mut) {
        let values = regions.iter_mut().filter_map(|region| region.get_mut("values"));
        for values in values.filter_map(Value::as_object_mut) {
            retain(values, &mut removed, |key| key != "regions" && is_for_profile(key));
        }
    }
    let name = redact::url(name);
    for key in removed {
        let text = format!("'{key}' of the profile '{name}' is ignored: a profile may not set it");
        // Nothing depends on the other keys.
        match Key::find(&key) {
            Some(_) => warnings.push(text),
            None => log::debug!("{text}"),
        }
    }
}

fn retain(keys: &mut Profile, removed: &mut Vec<String>, is_allowed: impl Fn(&str) -> bool) {
    let mut filter = |keys: &mut Profile, is_allowed: &dyn Fn(&str) -> bool| {
        keys.retain(|key, _| {
            let key = key.replace('-', "_");
            let is_allowed = is_allowed(&key);
            if !is_allowed {
                removed.push(key);
            }
            is_allowed
        });
    };
    filter(keys, &is_allowed);
    if let Some(auth) = keys.get_mut("auth").and_then(Value::as_object_mut) {
        filter(auth, &|key| AUTH.contains(&key));
    }
}

/// Whether a profile may have this key. At the top level an address would override the user's own.
fn is_for_profile(key: &str) -> bool {
    TOP.contains(&key) || OF_SERVICES.iter().any(|end| key.ends_with(end))
}

fn transport(lookup: &Lookup, url: &Url) -> Arc<dyn Transport> {
    if let Some(transport) = &lookup.network {
        return Arc::clone(transport);
    }
    // No proxy leads to this machine.
    let proxies = match is_loopback(url) {
        true => Proxies::default(),
        false => Proxies::from_lookup(|name| lookup.env.get(name).map(str::to_owned)),
    };
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
    fn a_profile_is_not_fetched_in_clear_from_another_machine() {
        let body = json!({"profile": {"region_name": "R"}}).to_string();
        for (url, is_fetched) in [
            ("http://cloud.example", false),
            ("http://192.0.2.1:8080", false),
            ("http://localhost.example", false),
            ("https://cloud.example", true),
            ("http://127.0.0.1:8080", true),
            ("http://localhost:8080", true),
            ("http://[::1]:8080", true),
        ] {
            let (profile, asked) = asked(200, &body, url);
            assert_eq!(
                (profile.is_ok(), asked.len()),
                (is_fetched, usize::from(is_fetched)),
                "{url}"
            );
        }
    }

    #[test]
    fn a_fetched_profile_may_say_only_what_a_profile_is_for() {
        let profile = json!({
            "region_name": "R", "interface": "internal", "identity_api_version": "3",
            "database_service_type": "db", "volume-api-version": "3", "image_format": "raw",
            "verify": false, "insecure": true, "cacert": "/ca", "cert": "/c", "key": "/k",
            "http_proxy": "http://p", "https-proxy": "http://p", "all_proxy": "p", "no_proxy": "*",
            "password_file": "/f", "password_command": "true", "database_endpoint_override": "http://o",
            "endpoint_override": "http://o", "auth_type": "none", "tls_min_version": "1.2",
            "username": "x", "auth_url": "http://x", "networks": [], "profile": "x",
            "auth": {"auth_url": "https://k/v3", "user-domain-name": "D", "password": "x",
                "password_file": "/f", "token": "x", "discovery_endpoint": "http://x"},
            "regions": [{"name": "R", "values": {"interface": "admin", "insecure": true,
                "auth": {"auth_url": "https://r/v3", "password_command": "true"}}}],
        });
        let body = json!({"name": "mine", "profile": profile}).to_string();
        let (profile, _) = asked(200, &body, "https://cloud.example");
        assert_eq!(
            Value::Object(profile.unwrap().unwrap()),
            json!({
                "region_name": "R", "interface": "internal", "identity_api_version": "3",
                "database_service_type": "db", "volume-api-version": "3",
                "auth": {"auth_url": "https://k/v3", "user-domain-name": "D"},
                "regions": [{"name": "R", "values": {"interface": "admin",
                    "auth": {"auth_url": "https://r/v3"}}}],
            })
        );
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
