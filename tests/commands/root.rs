//! `trove root`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};

fn cloud() -> Cloud {
    Cloud::new().with_instances(&["db1"])
}

#[test]
fn enable_prints_the_password_once() {
    let cloud = cloud();
    let ran = cloud.run("root enable db1 -f json");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let user: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(user["name"], "root");
    assert!(user["password"].as_str().unwrap().len() > 20, "{user}");
    // Without a body, as the reference client.
    assert_eq!(ran.bodies, [Value::Null; 0]);
    assert!(ran.changes()[0].ends_with("/root"), "{:?}", ran.asked);
    let shown = cloud.ok("root show db1");
    assert!(!shown.contains(user["password"].as_str().unwrap()), "{shown}");
}

#[test]
fn enable_takes_a_password_by_option_or_from_standard_input() {
    let cloud = cloud();
    let sent = [json!({"password": "s3cret"})];
    for line in ["--root_password s3cret", "--root-password -", "--password-stdin"] {
        let ran = cloud.piped(&format!("root enable db1 {line} -f value"), "s3cret\n");
        assert_eq!((ran.out.as_str(), &ran.bodies[..]), ("root\ns3cret\n", &sent[..]), "{line}");
    }
    let ran = cloud.run("root enable db1 --root-password ''");
    assert_eq!(ran.failed(2, "the password is empty").changes(), [""; 0]);
}

#[test] // docs/server-behaviour.md 6
fn root_is_not_enabled_if_the_password_could_not_be_printed() {
    let cloud = cloud();
    for options in ["-f csv", "-c nonsense"] {
        let ran = cloud.run(&format!("root enable db1 {options}"));
        ran.failed(2, "").sent_nothing();
    }
    assert_eq!(cloud.json("root show db1"), json!({"is_root_enabled": false}));
}

#[test]
fn show_and_disable_follow_enable() {
    let cloud = cloud();
    assert_eq!(cloud.ok("root show db1 -f value"), "False\n");
    cloud.run("root disable db1").failed(3, "Root user has never been enabled on the instance.");
    cloud.ok("root enable db1");
    assert_eq!(cloud.ok("root show db1 -f value"), "True\n");
    let ran = cloud.run("root disable db1");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert!(ran.changes()[0].starts_with("DELETE /instances/"), "{:?}", ran.asked);
    assert_eq!(cloud.ok("root show db1 -f value"), "False\n");
}

#[test]
fn root_needs_a_running_instance() {
    let cloud = Cloud::new();
    cloud.ok("instance create db1 --flavor 2 --size 1 --datastore mysql");
    cloud.run("root show db1").failed(1, "is not ready. (HTTP 422)");
    cloud.run("root enable db1").failed(1, "is not ready. (HTTP 422)");
}

#[test] // docs/server-behaviour.md 36
fn a_deleted_instance_is_not_found() {
    let cloud = cloud();
    let id = cloud.ok("instance show db1 -f value -c id").trim_end().to_owned();
    cloud.ok("instance delete db1 --wait");
    let ran = cloud.run(&format!("root disable {id}"));
    ran.failed(3, &format!("error: no instance has the name or ID '{id}'"));
    let ran = cloud.run(&format!("root enable {id}"));
    ran.failed(3, &format!("error: no instance or cluster has the name or ID '{id}'"));
}

#[test] // docs/server-behaviour.md 42
fn an_administrator_is_told_that_the_instance_is_in_another_project() {
    let cloud = cloud();
    let id = cloud.ok("instance show db1 -f value -c id").trim_end().to_owned();
    let ran = cloud.admin(&format!("root show {id}"));
    ran.failed(3, "root can be managed in the instance's own project only");
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = cloud();
    for options in ["-c nonsense", "-f csv"] {
        cloud.run(&format!("root show db1 {options}")).failed(2, "").sent_nothing();
        cloud.run(&format!("root enable db1 {options}")).failed(2, "").sent_nothing();
    }
}
