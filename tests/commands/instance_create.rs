//! `trove instance create`

use crate::commands::instance::id;
use crate::support::cloud::Cloud;
use serde_json::{Value, json};

#[test]
fn create_with_wait_prints_the_finished_instance() {
    let cloud = Cloud::new();
    let ran = cloud.run("instance create db1 --flavor m1.small --size 1 --datastore mysql --databases app --users u:p:w --wait -f json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&shown["status"], &shown["operating_status"]),
        (&json!("ACTIVE"), &json!("HEALTHY"))
    );
    assert_eq!(shown["flavor"], "2");
    assert!(
        ran.err.starts_with("instance 'db1': BUILD (0s)\ninstance 'db1': ACTIVE ("),
        "{}",
        ran.err
    );
    assert_eq!(
        ran.bodies[0]["instance"],
        json!({
            "name": "db1", "flavorRef": "2", "volume": {"size": 1}, "databases": [{"name": "app"}],
            "users": [{"name": "u", "password": "p:w", "databases": [{"name": "app"}]}],
            "datastore": {"type": "mysql"}, "access": {"is_public": false},
        })
    );
}

#[test]
fn create_without_wait_prints_the_accepted_instance() {
    let shown = Cloud::new().json("instance create db1 --flavor 2 --size 1 --datastore mysql");
    assert_eq!((&shown["status"], &shown["name"]), (&json!("BUILD"), &json!("db1")));
}

#[test]
fn create_refuses_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (options, says) in [
        ("--flavor 2 --size 0", "0 is not in 1.."),
        ("--flavor 2 --size -1", "-1"),
        ("--flavor 2 --size abc", "invalid value 'abc' for '--size <GB>'"),
        ("--flavor 2 --size 1 --users nopassword", "--users takes USER:PASSWORD"),
        ("--flavor 2 --volume-type ssd", "--size"),
        ("--flavor 2 --size 1 --nic port-id=x", "'port-id' is not allowed"),
        ("--flavor 2 --size 1 --nic net-id=a --nic net-id=b", "one network only"),
        ("--flavor 2 --size 1 --locality nowhere", "soft-anti-affinity"),
        ("--size 1", "an instance needs a flavor"),
        ("--flavor 2 --size 1 -c nonsense", "nonsense"),
        ("--flavor 2 --size 1 -f csv", "csv"),
        ("--replica-of db1 --replica-count 4", "4 is not in 1..=3"),
    ] {
        let ran = cloud.run(&format!("instance create db2 {options}"));
        ran.failed(2, says).sent_nothing();
        assert!(!ran.err.contains("nopassword"), "{}", ran.err);
    }
}

#[test]
fn create_looks_up_the_flavor_before_it_creates() {
    let ran = Cloud::new().run("instance create db1 --flavor huge --size 1");
    assert_eq!(ran.failed(3, "error: no flavor has the name or ID 'huge'").changes(), [""; 0]);
}

#[test]
fn create_shows_why_the_service_refused_with_request_and_id() {
    let line = "instance create db1 --flavor 2 --size 1000 --datastore mysql";
    let ran = Cloud::new().run(line);
    ran.failed(1, "(HTTP 413) (Request-ID: req-").failed(1, "hint: a limit");
    assert!(!ran.err.contains("request: "), "{}", ran.err);
    Cloud::new().run(&format!("{line} -v")).failed(1, "request: POST ");
}

#[test]
fn create_exits_with_5_if_the_instance_goes_to_error() {
    let cloud = Cloud::with_faults("status=ERROR:bad*");
    let ran = cloud.run("instance create bad1 --flavor 2 --size 1 --datastore mysql --wait");
    ran.failed(5, "error: instance 'bad1' went to ERROR: ");
}

#[test]
fn create_exits_with_5_if_the_wait_times_out() {
    let cloud = Cloud::with_faults("status=BUILD:slow*");
    let ran = cloud.run("instance create slow1 --flavor 2 --size 1 --datastore mysql --wait=5m");
    ran.failed(5, "error: instance 'slow1' is still BUILD after 5m");
}

#[test]
fn a_replica_uses_the_flavor_of_its_primary() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let primary = id(&cloud, "db1");
    let ran = cloud.run("instance create db2 --replica-of db1 --flavor 3 --wait -f json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.starts_with("warning: a replica uses the flavor of its primary"),
        "{}",
        ran.err
    );
    assert_eq!(
        ran.bodies[0]["instance"],
        json!({"name": "db2", "replica_of": primary, "replica_count": 1, "access": {"is_public": false}})
    );
    let out = cloud.ok("instance list -f value -c Name -c Role --sort-column Name");
    assert_eq!(out, "db1 primary\ndb2 replica\n");
    cloud.run("instance create db3 --replica-of db1 --locality affinity").failed(2, "locality");
}

#[test] // docs/server-behaviour.md 53
fn create_waits_for_all_replicas() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let made =
        "instance create copy --replica-of db1 --replica-count 3 --wait -f value -c Name -c Status";
    let mut rows: Vec<String> = cloud.ok(made).lines().map(str::to_owned).collect();
    rows.sort();
    assert_eq!(rows, ["copy-1 ACTIVE", "copy-2 ACTIVE", "copy-3 ACTIVE"]);
}

#[test] // docs/server-behaviour.md 52
fn an_unknown_configuration_is_refused_before_anything_is_created() {
    let cloud = Cloud::new();
    for name in ["nope", "00000000-0000-4000-8000-000000000000"] {
        let line = format!("instance create db1 --flavor 2 --size 1 --configuration {name}");
        let ran = cloud.run(&line);
        ran.failed(3, &format!("error: no configuration has the name or ID '{name}'"));
        assert_eq!(ran.changes(), [""; 0]);
    }
}

#[test]
fn a_configuration_is_found_by_its_name() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let group = cloud.ok("configuration create c1 {} -f value -c id").trim_end().to_owned();
    let ran = cloud.run("instance create db2 --flavor 2 --size 1 --configuration c1");
    assert_eq!(ran.bodies[0]["instance"]["configuration"], group);
    let ran = cloud.run("instance update db1 --configuration c1");
    assert_eq!(ran.bodies, [json!({"instance": {"configuration": group}})]);
    let ran = cloud.run("instance update db1 --configuration nope");
    ran.failed(3, "error: no configuration has the name or ID 'nope'");
    assert_eq!(ran.changes(), [""; 0]);
}
