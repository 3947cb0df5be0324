//! Tests of quirks, switched off and on.

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use crate::sandbox::trove::model::quota;
use serde_json::{Value, json};

/// Runs `probe` with quirks switched off and on.
fn both<T>(probe: impl Fn(&Bench) -> T) -> (T, T) {
    let run = |faithful| probe(&Bench::with(|options| options.faithful = faithful));
    (run(false), run(true))
}

fn put(bench: &Bench, id: &str, instance: Value) -> u16 {
    bench.demo("PUT", &format!("/instances/{id}"), json!({"instance": instance})).status
}

/// Attaches a configuration group that requires no restart, and returns its ID.
fn attach(bench: &Bench, id: &str) -> String {
    let group = "22222222-2222-2222-2222-222222222222";
    let insert = "INSERT INTO configurations VALUES (?1, 'c', NULL, ?2, 'b00000b0-00b0-0b00-00b0-000b000000bb', '{}', 0, 0, 0)";
    bench.sandbox.lock().execute(insert, [group, seed::DEMO.project_id]).unwrap();
    assert_eq!(put(bench, id, json!({"configuration": group})), 202);
    group.to_owned()
}

#[test] // docs/server-behaviour.md 5
fn a_second_delete_refunds_the_quota_again() {
    let seen = both(|bench| {
        bench.running("db1");
        let id = bench.running("db2");
        for _ in 0..2 {
            assert_eq!(bench.delete(&format!("/instances/{id}")).status, 202);
        }
        quota::in_use(&bench.sandbox.lock(), seed::DEMO.project_id, "instances").unwrap()
    });
    assert_eq!(seen, (1, 0));
}

#[test] // docs/server-behaviour.md 7
fn everyone_can_use_the_mgmt_aliases() {
    let seen = both(|bench| {
        let path = format!("/mgmt/instances/{}", bench.running("db1"));
        let new = json!({"instance": {"name": "db2", "flavorRef": "2", "volume": {"size": 1}}});
        let renamed = json!({"instance": {"name": "db3"}});
        [
            bench.demo("POST", "/mgmt/instances", new).status,
            bench.demo("PUT", &path, renamed.clone()).status,
            bench.demo("PATCH", &path, renamed).status,
            bench.delete(&path).status,
        ]
    });
    assert_eq!(seen, ([401; 4], [200, 202, 202, 202]));
}

#[test] // docs/server-behaviour.md 34
fn guest_agents_cannot_be_upgraded() {
    let seen = both(|bench| {
        let path = format!("/mgmt/instances/{}/upgrade", bench.running("db1"));
        bench.admin("POST", &path, json!({})).status
    });
    assert_eq!(seen, (400, 500));
}

#[test] // docs/server-behaviour.md 12
fn an_update_with_invalid_access_never_ends() {
    let seen = both(|bench| {
        let id = bench.running("db1");
        assert_eq!(put(bench, &id, json!({"access": {"allowed_cidrs": ["10.0.0.300/8"]}})), 202);
        bench.wait(600);
        let stuck = bench.state(&id);
        let reset = json!({"reset_status": {"force_delete": true}});
        bench.demo("POST", &format!("/instances/{id}/action"), reset);
        bench.wait(10);
        (stuck, bench.state(&id))
    });
    let healthy = || "ACTIVE/HEALTHY".to_owned();
    assert_eq!(seen, ((healthy(), healthy()), ("ACTIVE/".into(), healthy())));
}

#[test] // docs/server-behaviour.md 21
fn a_rename_with_another_change_loses_the_state() {
    let seen = both(|bench| {
        let source = bench.running("source");
        let body = json!({"instance": {"name": "copy", "replica_of": source}});
        let copy = bench.demo("POST", "/instances", body).body["instance"]["id"].clone();
        let copy = copy.as_str().unwrap();
        bench.wait(6);
        let status = put(bench, copy, json!({"name": "renamed", "replica_of": ""}));
        let instance = bench.get(&format!("/instances/{copy}")).body["instance"].clone();
        assert_eq!(instance["name"], "renamed");
        status
    });
    assert_eq!(seen, (202, 422));
}

#[test] // docs/server-behaviour.md 21
fn a_rename_skips_the_check_for_a_busy_instance() {
    let seen = both(|bench| {
        let id = bench.running("db1");
        attach(bench, &id);
        let resize = json!({"resize": {"flavorRef": "3"}});
        assert_eq!(bench.demo("POST", &format!("/instances/{id}/action"), resize).status, 202);
        (put(bench, &id, json!({"name": "n", "configuration": null})), bench.state(&id))
    });
    assert_eq!(seen, ((400, "RESIZE/".into()), (202, "ACTIVE/HEALTHY".into())));
}

#[test] // docs/server-behaviour.md 52
fn an_unknown_configuration_crashes_a_creation() {
    let seen = both(|bench| {
        let body = json!({"instance": {"name": "n", "flavorRef": "1", "volume": {"size": 1},
            "configuration": "11111111-1111-1111-1111-111111111111"}});
        bench.demo("POST", "/instances", body).status
    });
    assert_eq!(seen, (404, 500));
}

#[test]
fn xml_and_unknown_keys_crash_the_server() {
    let seen = both(|bench| {
        let path = format!("/v1.0/{}/instances", seed::DEMO.project_id);
        let headers = [("x-auth-token", bench.demo.as_str())];
        let xml = bench.send_text("POST", &path, &headers, Some("<x/>"), "application/xml");
        let body = json!({"instance": {"name": "n", "flavorRef": "1", "volume": {"size": 1},
            "datastore": {"foo": 1}}});
        (xml.status, bench.demo("POST", "/instances", body).status)
    });
    assert_eq!(seen, ((415, 400), (500, 500)));
}
