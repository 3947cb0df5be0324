//! The option `--nic`: the network that an instance is connected to.

use crate::api::Nic;

/// Parses `net-id=…,subnet-id=…,ip-address=…`.
pub(in crate::cli::commands) fn nic(text: &str) -> Result<Nic, String> {
    let mut nic = Nic::default();
    for pair in text.split(',') {
        let Some((key, value)) = pair.split_once('=').filter(|(_, value)| !value.is_empty()) else {
            return Err(format!("'{pair}' is not KEY=VALUE"));
        };
        let place = match key {
            "net-id" | "network-id" | "network_id" => &mut nic.network_id,
            "subnet-id" | "subnet_id" => &mut nic.subnet_id,
            "ip-address" | "ip_address" | "v4-fixed-ip" => &mut nic.ip_address,
            _ => {
                return Err(format!(
                    "'{key}' is not allowed; the keys are net-id, subnet-id and ip-address"
                ));
            }
        };
        *place = Some(value.to_owned());
    }
    if nic.network_id.is_none() && nic.subnet_id.is_none() {
        return Err("a nic needs net-id or subnet-id".into());
    }
    Ok(nic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nic_has_known_keys_only() {
        let read = nic("net-id=N,subnet-id=S,ip-address=192.0.2.4").unwrap();
        assert_eq!(read.network_id.as_deref(), Some("N"));
        assert_eq!(read.ip_address.as_deref(), Some("192.0.2.4"));
        for wrong in ["port-id=x", "net-id", "net-id=", "", "ip-address=192.0.2.4"] {
            assert!(nic(wrong).is_err(), "{wrong}");
        }
    }
}
