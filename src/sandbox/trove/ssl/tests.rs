//! Tests of encryption.

use crate::sandbox::tests::{Answer, Bench};
use serde_json::{Value, json};

const SECRET: &str = "http://barbican/v1/secrets/1";

fn act(bench: &Bench, id: &str, body: Value) -> Answer {
    bench.demo("POST", &format!("/instances/{id}/ssl"), json!({ "ssl": body }))
}

fn enable(mode: &str) -> Value {
    json!({"enable": true, "mode": mode, "container_ref": SECRET})
}

fn shown(bench: &Bench, id: &str) -> (String, String) {
    let ssl = bench.get(&format!("/instances/{id}/ssl")).body["ssl"].clone();
    (ssl["status"].as_str().unwrap().into(), ssl["mode"].as_str().unwrap().into())
}

fn postgresql(bench: &Bench) -> String {
    let body = json!({"instance": {"name": "pg", "flavorRef": "2", "volume": {"size": 1},
        "datastore": {"type": "postgresql"}}});
    let created = bench.demo("POST", "/instances", body).body;
    bench.wait(6);
    created["instance"]["id"].as_str().unwrap().to_owned()
}

fn state(status: &str, mode: &str) -> (String, String) {
    (status.into(), mode.into())
}

#[test]
fn mysql_always_encrypts_and_a_change_requires_a_restart() {
    let bench = Bench::new();
    let id = bench.running("db1");
    assert_eq!(shown(&bench, &id), state("on", "builtin"));
    assert_eq!(act(&bench, &id, enable("mtls")).body, json!({"ssl": {"restart_required": true}}));
    assert_eq!(shown(&bench, &id), state("on", "mtls"));
    assert_eq!(bench.state(&id), "ACTIVE/RESTART_REQUIRED");
    let refused =
        "An error occurred communicating with the guest: Not supported for MySQL 8.0 and above.";
    assert_eq!(act(&bench, &id, json!({"disable": true})).error(), (400, refused));
    let undone = act(&bench, &id, json!({"rollback": true})).body;
    assert_eq!(undone, json!({"ssl": {"status": "on", "restart_required": true, "mode": null}}));
    assert_eq!(shown(&bench, &id), state("on", "builtin"));
    assert_eq!(act(&bench, &id, json!({"rollback": true})).status, 400);
}

#[test] // docs/server-behaviour.md 62
fn postgresql_is_off_and_builtin_at_once() {
    let bench = Bench::new();
    let id = postgresql(&bench);
    assert_eq!(shown(&bench, &id), state("off", "builtin"));
    assert_eq!(act(&bench, &id, enable("basic")).body, json!({"ssl": {"restart_required": false}}));
    assert_eq!(
        (shown(&bench, &id), bench.state(&id)),
        (state("on", "basic"), "ACTIVE/HEALTHY".into())
    );
    act(&bench, &id, json!({"disable": true}));
    assert_eq!(shown(&bench, &id), state("off", "builtin"));
}

#[test]
fn the_certificate_is_shown_on_request() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let certificate = |query: &str| {
        bench.get(&format!("/instances/{id}/ssl{query}")).body["ssl"]["certificate"].clone()
    };
    assert_eq!(certificate("")["cn"], "db.sandbox");
    assert!(
        certificate("")["payload"].is_null()
            && certificate("?include_certificate=no")["payload"].is_null()
    );
    assert!(
        certificate("?include_certificate=True")["payload"]
            .as_str()
            .unwrap()
            .starts_with("-----BEGIN")
    );
}

#[test]
fn replicas_change_with_their_source() {
    let bench = Bench::new();
    let source = bench.running("db1");
    let body = json!({"instance": {"name": "copy", "replica_of": source}});
    let copy =
        bench.demo("POST", "/instances", body).body["instance"]["id"].as_str().unwrap().to_owned();
    bench.wait(6);
    assert_eq!(act(&bench, &copy, enable("basic")).status, 400);
    act(&bench, &source, enable("enforced"));
    assert_eq!(shown(&bench, &copy), state("on", "enforced"));
    assert_eq!(act(&bench, &copy, json!({"rollback": true})).status, 200);
    assert_eq!(
        (shown(&bench, &copy).1, shown(&bench, &source).1),
        ("builtin".into(), "enforced".into())
    );
}

#[test]
fn invalid_requests_are_refused_as_the_server_does() {
    let bench = Bench::new();
    let id = bench.running("db1");
    for (body, says) in [
        (json!({"enable": true}), "You should provide container_ref for enabling ssl."),
        (json!({"disable": true, "rollback": 1}), "Cannot do several operations at once."),
        (enable("x"), "Unknown SSL mode. Available options are: basic, enforced, mtls"),
        (json!({"enable": true, "container_ref": "x"}), "There is no such secret."),
    ] {
        assert_eq!(act(&bench, &id, body).error(), (400, says));
    }
    assert_eq!(act(&bench, &id, json!({})).body, json!({"ssl": {}}));
    let busy = bench.create("db2");
    assert_eq!(act(&bench, &busy, enable("basic")).status, 422);
    assert_eq!(bench.demo("POST", &format!("/instances/{id}/ssl"), json!({})).status, 400);
}

#[test] // docs/server-behaviour.md 31
fn a_body_without_ssl_crashes_the_server() {
    let bench = Bench::with(|options| options.faithful = true);
    let id = bench.running("db1");
    assert_eq!(bench.demo("POST", &format!("/instances/{id}/ssl"), json!({})).status, 500);
    assert_eq!(act(&bench, &id, json!({"enable": true, "container_ref": "x"})).status, 500);
}
