//! `--instance KEY=VALUE,…`: an instance to create in a cluster.

use crate::api::{Client, NewMember, NewVolume, Nic};
use crate::cli::commands::instance::nic::nic;
use crate::cli::pairs::pairs;
use crate::{Error, Result};

/// What the option says, in names that are still to be looked up.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct MemberArg {
    flavor: String,
    volume: Option<u64>,
    volume_type: Option<String>,
    nics: Vec<Nic>,
    availability_zone: Option<String>,
    modules: Vec<String>,
    kinds: Vec<String>,
    related_to: Option<String>,
    name: Option<String>,
    region: Option<String>,
}

/// What `--instance` takes.
pub(super) const FORM: &str = "KEY=VALUE,…";

const KEYS: &str =
    "flavor, volume, volume_type, nic, availability_zone, module, type and region_name";

/// Reads an instance of a new cluster.
pub(super) fn first(text: &str) -> Result<MemberArg, String> {
    let mut member = read(text)?;
    if member.related_to.is_some() {
        return Err(format!("'related_to' is for a cluster that grows; there are {KEYS}"));
    }
    if let Some(name) = member.name.take() {
        // trove/cluster/service.py:212: the name is not read.
        log::warn!("the service names the first members of a cluster itself, not '{name}'");
    }
    Ok(member)
}

/// Reads an instance to add to a cluster.
pub(super) fn further(text: &str) -> Result<MemberArg, String> {
    read(text)
}

fn read(text: &str) -> Result<MemberArg, String> {
    let mut member = MemberArg::default();
    for (key, value) in pairs(text)? {
        member.take(&key.replace('-', "_"), value)?;
    }
    if member.flavor.is_empty() {
        return Err("an instance needs flavor=NAME".into());
    }
    if member.volume_type.is_some() && member.volume.is_none() {
        return Err("volume_type needs volume=GB".into());
    }
    Ok(member)
}

/// Refuses a command without an instance.
pub(super) fn require_some(instances: &[MemberArg]) -> Result<()> {
    if instances.is_empty() {
        return Err(Error::invalid("no instance for the cluster")
            .with_hint("--instance flavor=NAME,volume=GB, once for each instance"));
    }
    Ok(())
}

impl MemberArg {
    fn take(&mut self, key: &str, value: String) -> Result<(), String> {
        let place = match key {
            "flavor" if self.flavor.is_empty() => {
                self.flavor = value;
                return Ok(());
            }
            "volume" if self.volume.is_none() => {
                self.volume = Some(size(&value)?);
                return Ok(());
            }
            "nic" if self.nics.is_empty() => {
                self.nics.push(nic(&value)?);
                return Ok(());
            }
            "module" => return push(&mut self.modules, value),
            "type" => return push(&mut self.kinds, value),
            "volume_type" => &mut self.volume_type,
            "availability_zone" => &mut self.availability_zone,
            "related_to" => &mut self.related_to,
            "name" => &mut self.name,
            // The service reads the second (trove/cluster/service.py:212).
            "region" | "region_name" => &mut self.region,
            "flavor" | "volume" | "nic" => return Err(twice(key)),
            "net_id" | "subnet_id" | "ip_address" | "port_id" | "v4_fixed_ip" => {
                return Err(format!("'{key}' belongs to a nic: nic='net-id=ID,subnet-id=ID'"));
            }
            _ => return Err(format!("'{key}' is not known; there are {KEYS}")),
        };
        if place.replace(value).is_some() { Err(twice(key)) } else { Ok(()) }
    }

    /// Names become IDs. Flavors and modules are fetched even by ID: an unknown one is found out
    /// before anything is created.
    pub(super) fn resolve(&self, client: &Client) -> Result<NewMember> {
        let volume = self.volume.map(|size| NewVolume { size, kind: self.volume_type.clone() });
        Ok(NewMember {
            flavor: client.flavors().find(&self.flavor)?.id,
            volume,
            nics: self.nics.iter().map(|nic| client.with_subnet(nic)).collect::<Result<_>>()?,
            availability_zone: self.availability_zone.clone(),
            modules: client.modules().find_all_ids(&self.modules)?,
            kinds: self.kinds.clone(),
            related_to: self.related_to.clone(),
            name: self.name.clone(),
            region: self.region.clone(),
        })
    }
}

fn push(list: &mut Vec<String>, value: String) -> Result<(), String> {
    list.push(value);
    Ok(())
}

fn twice(key: &str) -> String {
    format!("'{key}' is there twice")
}

fn size(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(size @ 1..) => Ok(size),
        _ => Err(format!("'{text}' is not a size in GB: volume is 1 or more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_an_instance_can_be_said_at_once() {
        let read = further(
            "flavor=small,volume=2,volume_type=ssd,nic='net-id=N,subnet-id=S,ip-address=10.0.0.5',\
             availability_zone=munich,module=b,module=a,type=member,type=query,related_to=x,\
             name=prototype,region=R",
        );
        let nic = Nic {
            network_id: Some("N".into()),
            subnet_id: Some("S".into()),
            ip_address: Some("10.0.0.5".into()),
        };
        let expected = MemberArg {
            flavor: "small".into(),
            volume: Some(2),
            volume_type: Some("ssd".into()),
            nics: vec![nic],
            availability_zone: Some("munich".into()),
            modules: vec!["b".into(), "a".into()],
            kinds: vec!["member".into(), "query".into()],
            related_to: Some("x".into()),
            name: Some("prototype".into()),
            region: Some("R".into()),
        };
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn a_volume_is_needed_only_where_the_datastore_says_so() {
        assert_eq!(first("flavor=2").map(|member| member.volume), Ok(None));
        assert_eq!(
            first("flavor=2,related-to=x").unwrap_err().split(';').next(),
            Some("'related_to' is for a cluster that grows")
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (wrong, says) in [
            ("volume=2", "an instance needs flavor=NAME"),
            ("flavor=2,volume_type=x", "volume_type needs volume=GB"),
            ("flavor=2,volume=0", "'0' is not a size in GB"),
            ("flavor=2,volume=x", "'x' is not a size in GB"),
            ("flavor=2,flavor=3", "'flavor' is there twice"),
            ("flavor=2,region=a,region_name=b", "'region_name' is there twice"),
            ("flavor=2,nic=net-id=N,subnet-id=S", "'subnet_id' belongs to a nic"),
            ("flavor=2,nic='port-id=P'", "'port-id' is not allowed"),
            ("flavor=2,nic='net-id=a',nic='net-id=b'", "'nic' is there twice"),
            ("flavor=2,colour=red", "'colour' is not known; there are flavor, volume"),
        ] {
            let error = first(wrong).unwrap_err();
            assert!(error.starts_with(says), "{wrong}: {error}");
        }
    }
}
