//! The option `--instance KEY=VALUE,…`: an instance to create in a cluster.

use crate::api::{Client, NewMember, NewVolume, Nic};
use crate::cli::commands::instance::nic::nic;
use crate::cli::pairs::pairs;
use crate::{Error, Result};

/// An instance as the option describes it, with names that are not looked up yet.
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

/// The value of `--instance`, in help texts.
pub(super) const FORM: &str = "KEY=VALUE,…";

const KEYS: &str =
    "flavor, volume, volume_type, nic, availability_zone, module, type and region_name";

/// Parses an instance of a new cluster.
pub(super) fn new_member(text: &str) -> Result<MemberArg, String> {
    let mut member = parse(text)?;
    if member.related_to.is_some() {
        return Err(format!("'related_to' is only for 'trove cluster grow'; the keys are {KEYS}"));
    }
    if let Some(name) = member.name.take() {
        // The service does not read the name (trove/cluster/service.py:212).
        log::warn!("name={name} is ignored: the service names the instances of a new cluster");
    }
    Ok(member)
}

/// Parses an instance to add to a cluster.
pub(super) fn added_member(text: &str) -> Result<MemberArg, String> {
    parse(text)
}

fn parse(text: &str) -> Result<MemberArg, String> {
    let mut member = MemberArg::default();
    for (key, value) in pairs(text)? {
        member.set(&key.replace('-', "_"), value)?;
    }
    if member.flavor.is_empty() {
        return Err("an instance needs flavor=NAME".into());
    }
    if member.volume_type.is_some() && member.volume.is_none() {
        return Err("volume_type needs volume=GB".into());
    }
    Ok(member)
}

/// Refuses an empty list of instances.
pub(super) fn require_members(instances: &[MemberArg]) -> Result<()> {
    if instances.is_empty() {
        return Err(Error::invalid("no instances are given")
            .with_hint("add --instance flavor=NAME,volume=GB for each instance"));
    }
    Ok(())
}

impl MemberArg {
    fn set(&mut self, key: &str, value: String) -> Result<(), String> {
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
            // The service reads `region_name` (trove/cluster/service.py:212).
            "region" | "region_name" => &mut self.region,
            "flavor" | "volume" | "nic" => return Err(given_twice(key)),
            "net_id" | "subnet_id" | "ip_address" | "port_id" | "v4_fixed_ip" => {
                return Err(format!("'{key}' belongs to a nic: nic='net-id=ID,subnet-id=ID'"));
            }
            _ => return Err(format!("unknown key '{key}'; the keys are {KEYS}")),
        };
        if place.replace(value).is_some() { Err(given_twice(key)) } else { Ok(()) }
    }

    /// Replaces names with IDs. Flavors and modules are fetched even by ID, to find unknown ones before
    /// anything is created.
    pub(super) fn resolve(&self, client: &Client) -> Result<NewMember> {
        let volume =
            self.volume.map(|size| NewVolume { size, volume_type: self.volume_type.clone() });
        Ok(NewMember {
            flavor: client.flavors().find(&self.flavor)?.id,
            volume,
            nics: self.nics.iter().map(|nic| client.with_subnet(nic)).collect::<Result<_>>()?,
            availability_zone: self.availability_zone.clone(),
            modules: client.modules().find_all_ids(&self.modules)?,
            member_types: self.kinds.clone(),
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

fn given_twice(key: &str) -> String {
    format!("'{key}' is given twice")
}

fn size(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(size @ 1..) => Ok(size),
        _ => Err(format!("'{text}' is not a size in GB: volume must be 1 or more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_can_be_given_at_once() {
        let read = added_member(
            "flavor=small,volume=2,volume_type=ssd,nic='net-id=N,subnet-id=S,ip-address=192.0.2.5',\
             availability_zone=munich,module=b,module=a,type=member,type=query,related_to=x,\
             name=prototype,region=R",
        );
        let nic = Nic {
            network_id: Some("N".into()),
            subnet_id: Some("S".into()),
            ip_address: Some("192.0.2.5".into()),
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
    fn a_volume_is_optional() {
        assert_eq!(new_member("flavor=2").map(|member| member.volume), Ok(None));
        assert_eq!(
            new_member("flavor=2,related-to=x").unwrap_err().split(';').next(),
            Some("'related_to' is only for 'trove cluster grow'")
        );
    }

    #[test]
    fn an_error_names_what_is_wrong() {
        for (wrong, says) in [
            ("volume=2", "an instance needs flavor=NAME"),
            ("flavor=2,volume_type=x", "volume_type needs volume=GB"),
            ("flavor=2,volume=0", "'0' is not a size in GB"),
            ("flavor=2,volume=x", "'x' is not a size in GB"),
            ("flavor=2,flavor=3", "'flavor' is given twice"),
            ("flavor=2,region=a,region_name=b", "'region_name' is given twice"),
            ("flavor=2,nic=net-id=N,subnet-id=S", "'subnet_id' belongs to a nic"),
            ("flavor=2,nic='port-id=P'", "'port-id' is not allowed"),
            ("flavor=2,nic='net-id=a',nic='net-id=b'", "'nic' is given twice"),
            ("flavor=2,color=red", "unknown key 'color'; the keys are flavor, volume"),
        ] {
            let error = new_member(wrong).unwrap_err();
            assert!(error.starts_with(says), "{wrong}: {error}");
        }
    }
}
