//! Checks Keystone, the token, the catalog and the service.

use crate::api::{Client, Query};
use crate::auth::{Session, Token};
use crate::cli::commands::config::doctor::findings::Findings;
use crate::cli::commands::config::doctor::network::{Path, brief};
use crate::cli::report::config_hints;
use crate::config::{Key, Setting, Settings};
use crate::error::human;
use crate::http::{Request, Transport, redact, server_url};
use crate::{ConfigHint, Error, auth};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Instant;
use url::Url;

/// The database service, as settings name it.
const SERVICE: &str = "database";

/// The address of Keystone, and whether it can be reached.
pub(super) struct Keystone {
    url: Option<Url>,
    pub(super) reached: bool,
}

/// Checks that Keystone answers.
pub(super) fn keystone(
    settings: &Settings,
    path: &Path<'_>,
    transport: &dyn Transport,
    findings: &mut Findings,
) -> Keystone {
    let Some(text) = settings.auth(Key::AuthUrl).and_then(Setting::text) else {
        findings.skipped("Keystone", "no auth_url");
        return Keystone { url: None, reached: true };
    };
    let Some(url) = server_url(&text) else {
        findings
            .failed("Keystone", wrong_address(format!("'{}' is not a URL", redact::url(&text))));
        return Keystone { url: None, reached: false };
    };
    let reached = path.follow("Keystone", &url, findings);
    if reached {
        match versions(&url, transport) {
            Ok(detail) => findings.ok("Keystone", detail),
            Err(error) => findings.failed("Keystone", error),
        }
    } else {
        findings.skipped("Keystone", "cannot be reached");
    }
    Keystone { url: Some(url), reached }
}

/// Returns the versions that Keystone offers, and how long the answer took.
fn versions(url: &Url, transport: &dyn Transport) -> Result<String, Error> {
    let shown = redact::url(url.as_str());
    let request: Request = http::Request::get(url.as_str())
        .header("accept", "application/json")
        .body(Vec::new())
        .map_err(|_| wrong_address(format!("'{shown}' is not a URL")))?;
    let start = Instant::now();
    let response = transport.send(request)?;
    let time = start.elapsed();
    let status = response.status();
    if !(status.is_success() || status.as_u16() == 300) {
        return Err(wrong_address(format!("{shown} answers with HTTP {status}")));
    }
    let body = crate::json::parse(response.body()).unwrap_or_default();
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let shown_of = |entry: &&Value| -> Option<String> {
        Some(format!("{} ({})", text(entry, "id")?, text(entry, "status").unwrap_or_default()))
    };
    let versions: Vec<_> = auth::versions(&body).iter().filter_map(shown_of).collect();
    if versions.is_empty() {
        return Err(wrong_address(format!("{shown} answers, but not as Keystone does")));
    }
    Ok(format!("{} at {shown}, after {}", versions.join(", "), brief(time)))
}

fn wrong_address(message: String) -> Error {
    Error::config(message).with_hint(ConfigHint::KeystoneAddress)
}

/// Logs in, and checks the service.
pub(super) fn service(
    client: &Client,
    keystone: Keystone,
    path: &Path<'_>,
    findings: &mut Findings,
) {
    let session = client.session();
    match session.login() {
        Ok(Some(token)) => {
            login(&token, path, findings);
            services(&token, findings);
        }
        Ok(None) => {
            let why = format!("not used by the auth type '{}'", session.settings().auth_type());
            findings.skipped("Login", why.clone());
            findings.skipped("Catalog", why);
        }
        Err(error) => {
            findings.failed("Login", error);
            findings.no_token();
            return;
        }
    }
    let endpoint = match session.endpoint(SERVICE) {
        Ok(endpoint) => endpoint,
        Err(error) => {
            findings.failed("Endpoint", error);
            findings.skipped("Trove", "no endpoint");
            return;
        }
    };
    self::endpoint(session, &endpoint, findings);
    let same = keystone.url.is_some_and(|url| url.origin() == endpoint.origin());
    if !same && !path.follow("Trove", &endpoint, findings) {
        findings.skipped("Trove", "cannot be reached");
        return;
    }
    trove(client, findings);
}

/// Reports the endpoint, its region, and a project in it that is not that of the login.
fn endpoint(session: &Session, endpoint: &Url, findings: &mut Findings) {
    let mut detail = redact::url(endpoint.as_str());
    let mut hint = String::new();
    if let Some(choice) = session.region_choice(SERVICE) {
        detail.push_str(&format!(" in region {}", choice.taken));
        hint = config_hints::region_choice(&choice.others);
    }
    if let Some(mismatch) = session.project_mismatch(SERVICE) {
        hint = config_hints::project_of_endpoint(&mismatch);
    }
    findings.warning("Endpoint", detail, &hint);
}

fn login(token: &Token, path: &Path<'_>, findings: &mut Findings) {
    let name = |object: &str| token.text(object, "name").or_else(|| token.text(object, "id"));
    let scope = match (name("project"), name("domain")) {
        (Some(project), _) => format!("project {project}"),
        (None, Some(domain)) => format!("domain {domain}"),
        _ if token.body().contains_key("system") => "the system".to_owned(),
        _ => "no scope".to_owned(),
    };
    let roles: Vec<_> = token.roles().collect();
    let left = token.expires().duration_since(path.now).unwrap_or_default();
    let detail = format!(
        "{} in {scope}, with {}, for {}",
        name("user").unwrap_or("somebody"),
        match roles.as_slice() {
            [] => "no role".to_owned(),
            [role] => format!("the role {role}"),
            roles => format!("the roles {}", roles.join(", ")),
        },
        human(left)
    );
    let hint = match left.is_zero() {
        true => "the new token has already expired: is the clock of this machine correct?",
        false if name("project").is_none() => "databases belong to a project: select one",
        false => "",
    };
    findings.warning("Login", detail, hint);
}

fn services(token: &Token, findings: &mut Findings) {
    let types = token.catalog().iter().filter_map(|service| service.get("type")?.as_str());
    let types: BTreeSet<_> = types.collect();
    match types.len() {
        0 => findings.ok("Catalog", "empty"),
        _ => findings.ok("Catalog", types.into_iter().collect::<Vec<_>>().join(", ")),
    }
}

fn trove(client: &Client, findings: &mut Findings) {
    let start = Instant::now();
    // The limits alone may come from a server that does not look at the project.
    let rows = || client.instances().objects(Query::new().limit(1)).one_page().next().transpose();
    match rows().and_then(|_| client.limits()) {
        Ok(limits) => {
            let time = brief(start.elapsed());
            let absolute = limits.absolute.iter().filter(|(key, _)| key.starts_with("max_"));
            let absolute: Vec<_> = absolute.map(|(key, value)| format!("{key} {value}")).collect();
            let absolute =
                if absolute.is_empty() { "no limits".into() } else { absolute.join(", ") };
            findings.ok("Trove", format!("{absolute}, after {time}"));
        }
        Err(error) => findings.failed("Trove", error),
    }
}
