//! Tests of the addresses of instances.

use crate::sandbox::trove::instances::tests::{Bench, NOBODY, show};
use serde_json::json;
use std::net::Ipv4Addr;

#[test]
fn no_address_of_an_instance_belongs_to_somebody() {
    let bench = Bench::new();
    let nic = |address: &str| json!([{"subnet_id": NOBODY, "ip_address": address}]);
    let (public, private) = ([8, 8, 8, 8], [10, 0, 0, 7]);
    let somebody = [public, private].map(|parts| Ipv4Addr::from(parts).to_string());
    for number in 0..30 {
        let mut instance = json!({"name": "db", "flavorRef": "2", "volume": {"size": 1}});
        instance["access"] = json!({ "is_public": number % 2 == 0 });
        if number < 2 {
            instance["nics"] = nic(&somebody[number]);
        }
        let answer = bench.demo("POST", "/instances", json!({ "instance": instance }));
        bench.wait(6);
        let id = answer.body["instance"]["id"].as_str().unwrap();
        let mgmt = bench.admin_get(&format!("/mgmt/instances/{id}")).body["instance"].clone();
        for shown in [show(&bench, id), mgmt] {
            let text = shown.to_string();
            let ips: Vec<&str> =
                shown["ip"].as_array().unwrap().iter().map(|ip| ip.as_str().unwrap()).collect();
            assert_eq!(ips.len(), 2 - number % 2);
            assert!(ips.iter().all(|ip| ip.starts_with("192.0.2.")), "{text}");
            assert!(ips.len() < 2 || ips[0] != ips[1], "{text}");
            assert!(somebody.iter().all(|address| !text.contains(address)), "{text}");
        }
        assert_eq!(bench.delete(&format!("/instances/{id}")).status, 202);
        bench.wait(2);
    }
    let body = json!({"instance": {"name": "db", "flavorRef": "2", "volume": {"size": 1},
        "nics": nic("198.51.100.7")}});
    let answer = bench.demo("POST", "/instances", body);
    bench.wait(6);
    let id = answer.body["instance"]["id"].as_str().unwrap();
    assert_eq!(show(&bench, id)["ip"], json!(["198.51.100.7"]));
}
