//! Finds the endpoint of a service in Keystone's catalog.

use crate::config::Settings;
use crate::http::redact;
use crate::{ConfigHint, Error, Hint, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// The endpoint that is looked for.
pub(super) struct EndpointQuery {
    service_type: String,
    service_name: Option<String>,
    interfaces: Vec<String>,
    region: Option<String>,
}

impl EndpointQuery {
    /// Builds the query for the endpoint of `service` that the settings ask for.
    pub(super) fn new(settings: &Settings, service: &str) -> Self {
        Self {
            service_type: settings.service_type(service),
            service_name: settings.service_name(service),
            interfaces: settings.interfaces(service),
            region: settings.service_region(service),
        }
    }

    /// Returns the first matching endpoint of the most preferred interface that has one.
    pub(super) fn find(&self, catalog: &[Value]) -> Result<Url> {
        for interface in &self.interfaces {
            let kind = interface.strip_suffix("URL").unwrap_or(interface);
            let mut matching = self
                .endpoints(catalog)
                .filter(|endpoint| text(endpoint, "interface") == Some(kind))
                .filter(|endpoint| match &self.region {
                    Some(region) => region_of(endpoint) == Some(region),
                    None => true,
                })
                .filter_map(|endpoint| text(endpoint, "url").filter(|url| !url.is_empty()));
            if let Some(url) = matching.next() {
                return Url::parse(url).map_err(|_| {
                    let url = redact::url(url);
                    Error::config(format!(
                        "the catalog's endpoint of the {} service is not a URL: '{url}'",
                        self.service_type
                    ))
                    .with_hint(ConfigHint::EndpointOverride { in_catalog: true })
                });
            }
        }
        Err(self.not_found(catalog))
    }

    fn endpoints<'a>(&'a self, catalog: &'a [Value]) -> impl Iterator<Item = &'a Value> {
        catalog
            .iter()
            .filter(|service| text(service, "type") == Some(&self.service_type))
            .filter(|service| match (&self.service_name, text(service, "name")) {
                (Some(wanted), Some(name)) => wanted == name,
                _ => true,
            })
            .filter_map(|service| service.get("endpoints")?.as_array())
            .flatten()
    }

    fn not_found(&self, catalog: &[Value]) -> Error {
        if catalog.is_empty() {
            return Error::config("the token has no catalog of services")
                .with_hint(ConfigHint::Project);
        }
        let name = match &self.service_name {
            Some(name) => format!(" named '{name}'"),
            None => String::new(),
        };
        let region = match &self.region {
            Some(region) => format!(" in region '{region}'"),
            None => String::new(),
        };
        let message = format!(
            "the catalog has no {} endpoint of a {} service{name}{region}",
            self.interfaces.join(" or "),
            self.service_type
        );
        let there: BTreeSet<_> = self
            .endpoints(catalog)
            .filter_map(|endpoint| {
                let region = region_of(endpoint).unwrap_or("no region");
                Some(format!("{} in {region}", text(endpoint, "interface")?))
            })
            .collect();
        let mut services = catalog.iter().filter_map(|service| text(service, "type"));
        let hint: Hint = if there.is_empty() && services.any(|name| name == self.service_type) {
            // Keystone leaves out endpoints whose address needs a project's ID.
            ConfigHint::ProjectOfService.into()
        } else if there.is_empty() {
            let types: BTreeSet<_> =
                catalog.iter().filter_map(|service| text(service, "type")).collect();
            format!("it has {}", types.into_iter().collect::<Vec<_>>().join(", ")).into()
        } else {
            let there = there.into_iter().collect::<Vec<_>>().join(", ");
            format!("of this service it has {there}").into()
        };
        Error::config(message).with_hint(hint)
    }
}

/// Returns `template` as a URL, with `%(project_id)s` and `%(user_id)s` filled in.
pub(super) fn fill(template: &str, project: Option<&str>, user: Option<&str>) -> Result<Url> {
    let shown = redact::url(template);
    let mut text = template.to_owned();
    for (name, value) in [("project_id", project), ("tenant_id", project), ("user_id", user)] {
        let mark = format!("%({name})s");
        if text.contains(&mark) {
            let value = value.ok_or_else(|| {
                Error::config(format!("'{shown}' needs a {name}, but the login has none"))
            })?;
            text = text.replace(&mark, value);
        }
    }
    Url::parse(&text)
        .ok()
        .filter(Url::has_host)
        .ok_or_else(|| Error::config(format!("the endpoint override '{shown}' is not a URL")))
}

fn region_of(endpoint: &Value) -> Option<&str> {
    text(endpoint, "region_id").or_else(|| text(endpoint, "region"))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}
