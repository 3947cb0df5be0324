//! Finds the endpoint of a service in Keystone's catalog.

use crate::auth::template;
use crate::auth::token::Token;
use crate::config::Settings;
use crate::{ConfigHint, Error, Hint, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// A region that was taken because none is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegionChoice {
    /// The region of the endpoint.
    pub taken: String,
    /// The other regions that have the service.
    pub others: Vec<String>,
}

/// An endpoint of the catalog.
pub(super) struct Endpoint {
    pub(super) url: Url,
    /// The region, if it was not the only one.
    pub(super) choice: Option<RegionChoice>,
}

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
    pub(super) fn find(&self, token: &Token) -> Result<Endpoint> {
        let catalog = token.catalog();
        for interface in &self.interfaces {
            let kind = interface.strip_suffix("URL").unwrap_or(interface);
            let mut matching = self
                .endpoints(catalog)
                .filter(|endpoint| text(endpoint, "interface") == Some(kind))
                .filter(|endpoint| match &self.region {
                    Some(region) => region_of(endpoint) == Some(region),
                    None => true,
                })
                .filter_map(|endpoint| {
                    let url = text(endpoint, "url").filter(|url| !url.is_empty())?;
                    Some((url, region_of(endpoint)))
                });
            if let Some((url, region)) = matching.next() {
                let others = matching.filter_map(|(_, other)| other).collect();
                return Ok(Endpoint {
                    url: self.address(url, token)?,
                    choice: region.and_then(|region| choice(region, others)),
                });
            }
        }
        Err(self.not_found(catalog))
    }

    /// Reads the address of an endpoint. Keystone fills its templates in, but only those that it knows.
    fn address(&self, url: &str, token: &Token) -> Result<Url> {
        let whose = format!("the catalog's endpoint of the {} service", self.service_type);
        template::fill(url, &whose, Some(token)).map_err(|error| match error.hint() {
            Some(_) => error,
            None => error.with_hint(ConfigHint::EndpointOverride { in_catalog: true }),
        })
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

/// Returns the choice of a region among these, if there are others.
fn choice(taken: &str, mut others: BTreeSet<&str>) -> Option<RegionChoice> {
    others.remove(taken);
    let others: Vec<_> = others.into_iter().map(str::to_owned).collect();
    (!others.is_empty()).then(|| RegionChoice { taken: taken.to_owned(), others })
}

fn region_of(endpoint: &Value) -> Option<&str> {
    text(endpoint, "region_id").or_else(|| text(endpoint, "region"))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}
