//! The subnets of the network service, for the address of a new instance.

use crate::api::page::require_whole;
use crate::api::query::segment;
use crate::api::{Client, Nic};
use crate::{Error, Hint, Result};
use serde::Deserialize;
use std::net::Ipv4Addr;
use url::Url;

/// The service's official type in the catalog.
const SERVICE: &str = "network";

#[derive(Deserialize)]
struct Subnets {
    subnets: Vec<Subnet>,
}

#[derive(Deserialize)]
struct Subnet {
    id: String,
    cidr: String,
}

impl Client {
    /// Adds the subnet of the address to a NIC that has a network and an address only: the database
    /// service accepts no address without a subnet (trove/instance/service.py:319). Asks the network
    /// service: `GET /v2.0/subnets`.
    ///
    /// # Errors
    /// [`Error::Config`] if the cloud has no network service, [`Error::Invalid`] if the network has
    /// no such subnet.
    pub fn with_subnet(&self, nic: &Nic) -> Result<Nic> {
        let (Some(network), Some(text), None) = (&nic.network_id, &nic.ip_address, &nic.subnet_id)
        else {
            return Ok(nic.clone());
        };
        let address: Ipv4Addr =
            text.parse().map_err(|_| Error::invalid(format!("'{text}' is not an IPv4 address")))?;
        let endpoint = self.session().endpoint(SERVICE).map_err(|error| {
            error.with_hint(Hint::Subnet { network: network.clone(), address: text.clone() })
        })?;
        let subnets = self.subnets(&endpoint, network)?;
        let Some(subnet) = subnets.into_iter().find(|subnet| contains(&subnet.cidr, address))
        else {
            let error = format!("the network '{network}' has no subnet that {address} is in");
            return Err(Error::invalid(error));
        };
        Ok(Nic { subnet_id: Some(subnet.id), ..nic.clone() })
    }

    fn subnets(&self, endpoint: &Url, network: &str) -> Result<Vec<Subnet>> {
        // Catalogs have the address with or without the version.
        let version = if endpoint.path().contains("/v2.0") { "" } else { "v2.0/" };
        let path =
            format!("{version}subnets?network_id={}&fields=id&fields=cidr", segment(network));
        let request = format!("GET {path}");
        let body = self.get_from(SERVICE, &path, &request)?;
        require_whole(&body, "subnets", &request)?;
        let subnets = serde_json::from_value::<Subnets>(body);
        subnets.map(|list| list.subnets).map_err(|source| Error::Decode {
            request,
            detail: "it is not a list of subnets".into(),
            source: Some(source),
        })
    }
}

fn contains(cidr: &str, address: Ipv4Addr) -> bool {
    let network = cidr.split_once('/').and_then(|(network, length)| {
        let (network, length) = (network.parse::<Ipv4Addr>().ok()?, length.parse::<u32>().ok()?);
        Some((network, u32::MAX.checked_shl(32_u32.checked_sub(length)?).unwrap_or(0)))
    });
    network.is_some_and(|(network, mask)| network.to_bits() & mask == address.to_bits() & mask)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::tests::fake::{Fake, not_found};
    use serde_json::json;

    fn nic(network: Option<&str>, subnet: Option<&str>, address: &str) -> Nic {
        Nic {
            network_id: network.map(str::to_owned),
            subnet_id: subnet.map(str::to_owned),
            ip_address: Some(address.to_owned()),
        }
    }

    #[test]
    fn an_address_without_a_subnet_gets_the_subnet_of_its_network() {
        let fake = Fake::new(|_, _| {
            let subnets = json!([{"id": "six", "cidr": "fd00::/64"}, {"id": "a", "cidr": "10.1.0.0/24"},
                {"id": "b", "cidr": "192.0.2.0/24"}]);
            (200, json!({"subnets": subnets}))
        });
        let client = fake.client();
        let found = client.with_subnet(&nic(Some("N"), None, "192.0.2.7")).unwrap();
        assert_eq!(found, nic(Some("N"), Some("b"), "192.0.2.7"));
        assert_eq!(fake.asked(), ["GET v2.0/subnets?network_id=N&fields=id&fields=cidr"]);
        let error = client.with_subnet(&nic(Some("N"), None, "198.51.100.1")).unwrap_err();
        assert_eq!(error.to_string(), "the network 'N' has no subnet that 198.51.100.1 is in");
    }

    #[test]
    fn nothing_is_sent_when_the_subnet_is_named_or_the_address_is_invalid() {
        let fake = Fake::new(|_, _| not_found());
        let client = fake.client();
        let whole = nic(Some("N"), Some("S"), "192.0.2.7");
        assert_eq!(client.with_subnet(&whole).unwrap(), whole);
        assert!(client.with_subnet(&nic(Some("N"), None, "10.1.1")).is_err());
        assert!(fake.asked().is_empty());
    }

    #[test]
    fn an_error_of_the_network_service_is_passed_on() {
        let client = Fake::new(|_, _| not_found()).client();
        let error = client.with_subnet(&nic(Some("N"), None, "192.0.2.7")).unwrap_err();
        assert!(matches!(error, Error::Api(error) if error.status == 404));
    }

    #[test]
    fn a_network_contains_the_addresses_with_its_prefix() {
        let address = Ipv4Addr::new(10, 1, 2, 3);
        for (cidr, is_in) in [
            ("10.1.0.0/16", true),
            ("0.0.0.0/0", true),
            ("10.1.2.3/32", true),
            ("10.1.2.2/32", false),
            ("10.2.0.0/16", false),
            ("10.1.0.0/33", false),
            ("x", false),
        ] {
            assert_eq!(contains(cidr, address), is_in, "{cidr}");
        }
    }
}
