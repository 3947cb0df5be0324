//! Tests of instances.

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

mod addresses;
mod replicas;

const NOBODY: &str = "11111111-1111-1111-1111-111111111111";

fn action(bench: &Bench, id: &str, body: Value) -> (u16, String) {
    let answer = bench.demo("POST", &format!("/instances/{id}/action"), body);
    let (status, message) = answer.error();
    (status, message.to_owned())
}

fn update(bench: &Bench, id: &str, instance: Value) -> (u16, String) {
    let answer = bench.demo("PUT", &format!("/instances/{id}"), json!({"instance": instance}));
    let (status, message) = answer.error();
    (status, message.to_owned())
}

fn show(bench: &Bench, id: &str) -> Value {
    bench.get(&format!("/instances/{id}")).body["instance"].clone()
}

const DONE: (u16, String) = (202, String::new());

#[test]
fn a_new_instance_is_shown_as_the_server_does() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let keys: Vec<String> = show(&bench, &id).as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        keys,
        [
            "id",
            "name",
            "status",
            "operating_status",
            "links",
            "flavor",
            "datastore",
            "region",
            "access",
            "volume",
            "ip",
            "addresses",
            "created",
            "updated",
            "service_status_updated"
        ]
    );
    let instance = show(&bench, &id);
    assert_eq!(instance["volume"], json!({"size": 1, "used": 0.16}));
    assert_eq!(instance["access"], json!({"is_public": false}));
    assert_eq!(instance["created"], "2026-11-21T06:11:09");
    assert_eq!(
        instance["datastore"],
        json!({"type": "mysql", "version": "8.0.32", "version_number": "8.0.32"})
    );
    let project = seed::DEMO.project_id;
    assert_eq!(
        instance["links"][0]["href"],
        format!("http://cloud:8779/v1.0/{project}/instances/{id}")
    );
    assert_eq!(instance["addresses"][0]["address"], instance["ip"][0]);
    assert_eq!(instance["flavor"]["id"], "2");
}

#[test]
fn administrators_can_show_all_instances_but_list_their_own() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let instance = bench.admin_get(&format!("/instances/{id}")).body["instance"].clone();
    assert_eq!(instance["tenant_id"], seed::DEMO.project_id);
    assert!(instance["server_id"].is_string() && instance["volume_id"].is_string());
    assert_eq!(instance["encrypted_rpc_messaging"], false);
    assert_eq!(bench.admin_get("/instances").body, json!({"instances": []}));
    let summary = bench.get("/instances").body["instances"][0].clone();
    assert!(summary.get("created").is_none());
    assert_eq!(summary["datastore"], json!({"type": "mysql", "version": "8.0.32"}));
    let detail = bench.get("/instances/detail").body["instances"][0].clone();
    assert!(detail.get("created").is_some() && detail["volume"].get("used").is_none());
}

#[test]
fn missing_instances_are_404() {
    let bench = Bench::new();
    let path = format!("/instances/{NOBODY}");
    let text = format!("Resource {NOBODY} cannot be found.");
    assert_eq!(bench.get(&path).error(), (404, text.as_str()));
    assert_eq!(bench.delete(&path).error(), (404, text.as_str()));
    assert_eq!(action(&bench, NOBODY, json!({"restart": {}})), (404, text.clone()));
    assert_eq!(update(&bench, NOBODY, json!({"name": "n1"})), (404, text));
    // Instances of other projects are not found, either.
    let body = json!({"instance": {"name": "hers", "flavorRef": "1", "volume": {"size": 1}}});
    let id = bench.admin("POST", "/instances", body).body["instance"]["id"].clone();
    assert_eq!(bench.get(&format!("/instances/{}", id.as_str().unwrap())).status, 404);
}

/// Returns the refusal of a request that is valid except for these fields.
fn refused(bench: &Bench, change: &Value) -> (u16, String) {
    let mut input = json!({"name": "n", "flavorRef": "1", "volume": {"size": 1}});
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    let answer = bench.demo("POST", "/instances", json!({"instance": input}));
    let (status, message) = answer.error();
    (status, message.to_owned())
}

#[test]
fn invalid_bodies_are_refused_as_the_server_does() {
    let bench = Bench::new();
    for (change, text) in [
        (
            json!({"flavorRef": null}),
            "['flavorRef'] None is not valid under any of the given schemas; None is not of type 'string'; None is not of type 'integer'",
        ),
        (json!({"volume": {}}), "['volume'] 'size' is a required property"),
        (
            json!({"nics": [{"foo": "x"}]}),
            "['nics'][0] Additional properties are not allowed ('foo' was unexpected)",
        ),
        (json!({"nics": [{}, {}]}), "['nics'] [{}, {}] is too long"),
        (json!({"replica_count": 4}), "['replica_count'] 4 is greater than the maximum of 3"),
        (json!({"users": [{"name": "u"}]}), "['users'][0] 'password' is a required property"),
        (json!({"modules": [{}]}), "['modules'][0] 'id' is a required property"),
        (json!({"restorePoint": {}}), "['restorePoint'] 'backupRef' is a required property"),
        (
            json!({"access": {"is_public": "yes"}}),
            "['access']['is_public'] 'yes' is not of type 'boolean'",
        ),
    ] {
        let text = format!("Validation error: instance{text}");
        assert_eq!(refused(&bench, &change), (400, text), "{change}");
    }
    assert_eq!(bench.get("/instances").body, json!({"instances": []}));
}

#[test]
fn impossible_requests_are_refused_as_the_server_does() {
    let bench = Bench::new();
    let missing = format!("Resource {NOBODY} cannot be found.");
    let group = format!("Configuration group id: {NOBODY} could not be found.");
    for (change, status, text) in [
        (json!({"flavorRef": "99"}), 400, "Resource 99 cannot be found."),
        (
            json!({"volume": {"size": 100}}),
            413,
            "Volume 'size' cannot exceed maximum of 25 GB, 100 cannot be accepted.",
        ),
        (json!({"nics": [{}]}), 400, "Instance network or subnet needs to be specified."),
        (
            json!({"nics": [{"network_id": NOBODY, "ip_address": "192.0.2.1"}]}),
            400,
            "Instance subnet needs to be specified.",
        ),
        (
            json!({"locality": "near"}),
            400,
            "Invalid locality 'near'. Must be one of ['affinity', 'soft-affinity', 'anti-affinity', 'soft-anti-affinity']",
        ),
        (json!({"datastore": {"type": "nope"}}), 404, "Datastore 'nope' cannot be found."),
        (json!({"datastore": {"version": "1"}}), 400, "Datastore version '1' cannot be found."),
        (
            json!({"datastore": {"version": "5.7.29"}}),
            400,
            "Datastore version '5.7.29' is not active.",
        ),
        (json!({"restorePoint": {"backupRef": NOBODY}}), 404, missing.as_str()),
        (json!({"configuration": NOBODY}), 404, group.as_str()),
        (
            json!({"replica_count": 2}),
            400,
            "Replica count only valid when creating replicas. Cannot create 2 instances.",
        ),
        (json!({"replica_of": NOBODY}), 400, "Cannot specify flavor when creating replicas."),
        (
            json!({"region_name": "Foo"}),
            400,
            "Endpoint not found for service_type=database, endpoint_type=publicURL, endpoint_region=Foo.",
        ),
    ] {
        assert_eq!(refused(&bench, &change), (status, text.to_owned()), "{change}");
    }
    assert_eq!(bench.get("/instances").body, json!({"instances": []}));
}

#[test]
fn initial_databases_and_users_are_checked() {
    let bench = Bench::new();
    for (change, text) in [
        (
            json!({"users": [{"name": "root", "password": "p"}]}),
            "User name \"root\" is on the reserved list: ['os_admin', 'root'].",
        ),
        (
            json!({"databases": [{"name": "sys"}]}),
            "Database name \"sys\" is on the reserved list: ['mysql', 'information_schema', 'performance_schema', 'sys'].",
        ),
        (
            json!({"databases": [{"name": "q"}, {"name": "q"}]}),
            "Two or more databases share the same name in the initial databases list. Please correct the names or remove the duplicate entries.",
        ),
        (
            json!({"users": [{"name": "u", "password": "p"}, {"name": "u", "password": "q"}]}),
            "Two or more users share the same name and host in the initial users list. Please correct the names or remove the duplicate entries.",
        ),
        (
            json!({"users": [{"name": "u", "password": "p", "databases": [{"name": "q"}]}]}),
            "The request indicates that user u should have access to database q, but database q is not included in the initial databases list.",
        ),
    ] {
        assert_eq!(refused(&bench, &change), (400, text.to_owned()), "{change}");
    }
    let good = json!({"databases": [{"name": "q"}], "users": [
        {"name": "u", "password": "p", "databases": [{"name": "q"}]},
        {"name": "u", "password": "p", "host": "192.0.2.1"},
    ]});
    assert_eq!(refused(&bench, &good).0, 200);
}

#[test] // docs/server-behaviour.md 31
fn a_missing_wrapper_is_500_only_when_faithful() {
    for (faithful, status) in [(false, 400), (true, 500)] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let id = bench.running("db1");
        assert_eq!(bench.demo("POST", "/instances", json!({})).status, status);
        assert_eq!(action(&bench, &id, json!({})).0, status);
        assert_eq!(action(&bench, &id, json!({"foo": {}})).0, status);
        assert_eq!(action(&bench, &id, json!({"resize": {}})).0, status);
        assert_eq!(bench.get("/instances?limit=0").status, status);
        assert_eq!(bench.admin_get("/mgmt/instances?marker=x").status, status);
        assert_eq!(update(&bench, &id, json!({})), DONE);
    }
}

#[test] // docs/server-behaviour.md 2
fn an_update_without_a_configuration_detaches_it() {
    for faithful in [false, true] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let id = bench.running("db1");
        let group = json!({"configuration": {"name": "g", "values": {"max_connections": 5}}});
        let group =
            bench.demo("POST", "/configurations", group).body["configuration"]["id"].clone();
        for (method, detach) in
            [("PUT", json!({})), ("PATCH", json!({})), ("PUT", json!({"configuration": null}))]
        {
            assert_eq!(update(&bench, &id, json!({"configuration": group})), DONE);
            assert_eq!(show(&bench, &id)["configuration"]["id"], group);
            let path = format!("/instances/{id}");
            let answer = bench.demo(method, &path, json!({ "instance": detach }));
            assert_eq!(answer.status, 202, "{method} {answer:?}");
            assert!(show(&bench, &id).get("configuration").is_none(), "{method}");
        }
    }
}

#[test]
fn pages_have_twenty_and_a_link_to_the_next() {
    let bench = Bench::new();
    for number in 0..21 {
        bench.create(&format!("db{number}"));
        bench.wait(1);
    }
    let first = bench.get("/instances?foo=a%20b&limit=50").body;
    let rows = first["instances"].as_array().unwrap();
    assert_eq!(rows.len(), 20);
    let last = rows.iter().map(|row| row["id"].as_str().unwrap()).max().unwrap();
    let project = seed::DEMO.project_id;
    let href = format!("http://cloud:8779/v1.0/{project}/instances?foo=a+b&limit=50&marker={last}");
    assert_eq!(first["links"], json!([{"rel": "next", "href": href}]));
    let second = bench.get(&format!("/instances?marker={last}")).body;
    assert_eq!(second["instances"].as_array().unwrap().len(), 1);
    assert!(second.get("links").is_none());
    // On a page, the youngest instance is first.
    let created: Vec<_> = bench.get("/instances/detail").body["instances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["created"].as_str().unwrap().to_owned())
        .collect();
    assert!(created.is_sorted_by(|one, other| one >= other));
}

#[test]
fn a_restart_takes_time_and_blocks_other_tasks() {
    let bench = Bench::new();
    let id = bench.running("db1");
    assert_eq!(action(&bench, &id, json!({"restart": {}})), DONE);
    assert_eq!(bench.state(&id), "REBOOT/");
    let busy = format!(
        "Instance {id} is not currently available for an action to be performed (task status was REBOOTING)."
    );
    assert_eq!(action(&bench, &id, json!({"restart": {}})), (422, busy.clone()));
    bench.wait(2);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
    // The refusal is recorded as a fault, whose details only administrators see.
    let fault = show(&bench, &id)["fault"].clone();
    assert_eq!(fault["message"], busy.replace(" (", "\n("));
    assert_eq!(fault["details"], Value::Null);
    let all = bench.admin_get(&format!("/instances/{id}")).body["instance"]["fault"].clone();
    assert!(all["details"].as_str().unwrap().contains("REBOOTING"));
}

#[test]
fn an_instance_without_a_server_refuses_actions() {
    let bench = Bench::new();
    let id = bench.create("db1");
    let text = format!("Instance {id} is not ready.");
    assert_eq!(action(&bench, &id, json!({"restart": {}})), (422, text.clone()));
    assert_eq!(update(&bench, &id, json!({"name": "other"})), (422, text));
    let text = format!("Instance {id} is not ready. (Status is BUILD).");
    assert_eq!(bench.delete(&format!("/instances/{id}")).error(), (422, text.as_str()));
    let body = json!({"instance": {"name": "r", "replica_of": id}});
    let answer = bench.demo("POST", "/instances", body);
    assert_eq!(answer.error(), (404, "Resource None cannot be found."));
}

#[test]
fn a_resize_refuses_flavors_with_local_storage() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let resize = |flavor: &str| action(&bench, &id, json!({"resize": {"flavorRef": flavor}}));
    let same = "The new flavor id must be different than the current flavor id of '2'.";
    assert_eq!(resize("2"), (400, same.into()));
    assert_eq!(resize("99"), (400, "Resource 99 cannot be found.".into()));
    assert_eq!(resize("11"), (501, "Local storage support is not enabled.".into()));
    assert_eq!(resize("http://nova/flavors/3"), DONE);
    assert_eq!(
        (bench.state(&id), &show(&bench, &id)["flavor"]["id"]),
        ("RESIZE/".into(), &json!("2"))
    );
    bench.wait(3);
    assert_eq!(
        (bench.state(&id), &show(&bench, &id)["flavor"]["id"]),
        ("ACTIVE/HEALTHY".into(), &json!("3"))
    );
}

#[test]
fn an_update_changes_one_attribute() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let many = "Only one attribute (except 'name') is allowed to update.";
    assert_eq!(
        update(&bench, &id, json!({"configuration": null, "access": {}})),
        (400, many.into())
    );
    assert_eq!(update(&bench, &id, json!({"name": "db2"})), DONE);
    assert_eq!(show(&bench, &id)["name"], "db2");
    assert_eq!(update(&bench, &id, json!({"configuration": null})), DONE);
    let missing = format!("Configuration group id: {NOBODY} could not be found.");
    assert_eq!(update(&bench, &id, json!({"configuration": NOBODY})), (404, missing));
    assert_eq!(
        update(&bench, &id, json!({"datastore_version": "nope"})),
        (400, "Datastore version 'nope' cannot be found.".into())
    );
    assert_eq!(update(&bench, &id, json!({"datastore_version": "8.4.0"})), DONE);
    assert_eq!(bench.state(&id), "UPGRADE/");
    assert_eq!(show(&bench, &id)["datastore"]["version"], "8.4.0");
    bench.wait(4);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
}

#[test] // docs/server-behaviour.md 51
fn patch_and_put_allow_different_keys() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let unexpected = |key: &str| {
        format!(
            "Validation error: instance Additional properties are not allowed ('{key}' was unexpected)"
        )
    };
    assert_eq!(update(&bench, &id, json!({"slave_of": "x"})), (400, unexpected("slave_of")));
    let patch =
        |body: Value| bench.demo("PATCH", &format!("/instances/{id}"), json!({"instance": body}));
    assert_eq!(patch(json!({"access": {}})).error(), (400, unexpected("access").as_str()));
    assert_eq!(patch(json!({"slave_of": "x"})).status, 400);
    assert_eq!(patch(json!({"name": "db2"})).status, 202);
}

#[test] // docs/server-behaviour.md 4
fn access_is_replaced_not_merged() {
    let bench = Bench::new();
    let id = bench.running("db1");
    assert_eq!(update(&bench, &id, json!({"access": {"is_public": true}})), DONE);
    assert_eq!(bench.state(&id), "ACTIVE/");
    bench.wait(1);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
    assert_eq!(show(&bench, &id)["access"], json!({"is_public": true, "allowed_cidrs": []}));
    assert_eq!(show(&bench, &id)["addresses"][1]["type"], "public");
    assert_eq!(update(&bench, &id, json!({"access": {"allowed_cidrs": ["10.0.0.0/8"]}})), DONE);
    bench.wait(1);
    let access = json!({"is_public": false, "allowed_cidrs": ["10.0.0.0/8"]});
    assert_eq!(show(&bench, &id)["access"], access);
}

#[test]
fn a_configuration_is_attached_only_to_an_idle_instance() {
    let bench = Bench::new();
    let (id, group) = (bench.running("db1"), "22222222-2222-2222-2222-222222222222");
    let insert = "INSERT INTO configurations VALUES (?1, 'c', NULL, ?2, 'b00000b0-00b0-0b00-00b0-000b000000bb', '{\"innodb_buffer_pool_size\": \"1024\"}', 0, 0, 0)";
    let project = seed::DEMO.project_id;
    bench.sandbox.lock().execute(insert, [group, project]).unwrap();
    assert_eq!(update(&bench, &id, json!({"configuration": group})), DONE);
    assert_eq!(bench.state(&id), "RESTART_REQUIRED/");
    assert_eq!(show(&bench, &id)["configuration"]["name"], "c");
    let attached = format!("Instance {id} already has a Configuration Group attached: {group}.");
    assert_eq!(update(&bench, &id, json!({"configuration": group})), (400, attached));
    // docs/server-behaviour.md 20: a busy instance is 400 here.
    let busy = "The operation you have requested cannot be executed because the instance status is currently: RESTART_REQUIRED.";
    assert_eq!(update(&bench, &id, json!({"configuration": null})), (400, busy.into()));
    assert_eq!(action(&bench, &id, json!({"restart": {}})), DONE);
    bench.wait(2);
    assert_eq!(update(&bench, &id, json!({"configuration": null})), DONE);
    assert!(show(&bench, &id).get("configuration").is_none());
    // The group has another datastore version than the instance.
    bench.wait(1);
    let body = json!({"instance": {"name": "pg", "flavorRef": "1", "volume": {"size": 1}, "datastore": {"type": "postgresql"}}});
    let other = bench.demo("POST", "/instances", body).body["instance"]["id"].clone();
    bench.wait(6);
    let text = "Datastore Version on Configuration b00000b0-00b0-0b00-00b0-000b000000bb does not match the Datastore Version on the instance b00000b0-00b0-0b00-00b0-000b000000b3.";
    let refused = update(&bench, other.as_str().unwrap(), json!({"configuration": group}));
    assert_eq!(refused, (400, text.into()));
}

#[test] // docs/server-behaviour.md 22
fn a_build_that_hangs_can_be_ended() {
    let bench = Bench::with(|options| options.faults = "status=BUILD:slow*".parse().unwrap());
    let id = bench.create("slow1");
    bench.wait(600);
    assert_eq!(bench.state(&id), "BUILD/");
    assert_eq!(bench.delete(&format!("/instances/{id}")).status, 422);
    let denied = (403, "Policy doesn't allow instance:reset_status to be performed.".to_owned());
    assert_eq!(action(&bench, &id, json!({"reset_status": {}})), denied);
    assert_eq!(action(&bench, &id, json!({"reset_status": {"force_delete": true}})), DONE);
    assert_eq!(bench.state(&id), "ACTIVE/ERROR");
    assert_eq!(bench.delete(&format!("/instances/{id}")).status, 202);
}

#[test]
fn a_build_can_fail() {
    let bench = Bench::with(|options| options.faults = "status=ERROR:bad*".parse().unwrap());
    let (bad, good) = (bench.create("bad1"), bench.create("good1"));
    bench.wait(6);
    assert_eq!((bench.state(&bad), bench.state(&good)), ("ERROR/".into(), "ACTIVE/HEALTHY".into()));
    let fault = show(&bench, &bad)["fault"].clone();
    assert_eq!(fault["message"], format!("Failed to create server for instance {bad}."));
    assert_eq!(bench.delete(&format!("/instances/{bad}")).status, 202);
}

#[test]
fn quotas_are_charged_and_refunded() {
    let bench = Bench::new();
    let project = seed::DEMO.project_id;
    let limit = |resource: &str, limit: i64| {
        let sql = "INSERT OR REPLACE INTO quotas VALUES (?1, ?2, ?3)";
        bench.sandbox.lock().execute(sql, rusqlite::params![project, resource, limit]).unwrap();
    };
    limit("instances", 1);
    let id = bench.running("db1");
    let body = json!({"instance": {"name": "db2", "flavorRef": "2", "volume": {"size": 1}}});
    let answer = bench.demo("POST", "/instances", body.clone());
    assert_eq!(answer.error(), (413, "Quota exceeded for resources: ['instances']."));
    assert!(answer.headers.get("retry-after").is_none());
    limit("volumes", 1);
    let answer = bench.demo("POST", "/instances", body.clone());
    assert_eq!(answer.error(), (413, "Quota exceeded for resources: ['instances', 'volumes']."));
    for _ in 0..2 {
        assert_eq!(bench.delete(&format!("/instances/{id}")).status, 202);
    }
    assert_eq!(bench.demo("POST", "/instances", body.clone()).status, 200);
    assert_eq!(bench.demo("POST", "/instances", body).status, 413);
}
