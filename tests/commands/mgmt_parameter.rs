//! `trove mgmt configuration parameter`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};

const VERSION: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";

fn path(rest: &str) -> String {
    format!("/mgmt/datastores/versions/{VERSION}/parameters{rest}")
}

#[test]
fn a_parameter_is_created_changed_and_deleted() {
    let cloud = Cloud::new();
    let line = |rest: &str| format!("mgmt configuration parameter {rest}");
    let ran = cloud.admin(&line(&format!(
        "create {VERSION} p --type integer --min 1 --max 5 --restart-required -f json"
    )));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.asked, [format!("POST {}", path(""))]);
    assert_eq!(
        ran.bodies[0],
        json!({"configuration-parameter": {"name": "p", "data_type": "integer", "restart_required": 1, "max_size": 5, "min_size": 1}})
    );
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shown["min_size"], &shown["type"]), (&json!(1), &json!("integer")));
    // The other attributes stay as they are.
    let ran = cloud.admin(&line("update 8.0.32 p --datastore mysql --max 9 -f value -c max_size"));
    assert_eq!((ran.code, ran.out.as_str()), (0, "9\n"));
    assert_eq!(
        ran.bodies[0]["configuration-parameter"],
        json!({"name": "p", "data_type": "integer", "restart_required": 1, "max_size": 9, "min_size": 1})
    );
    let ran =
        cloud.admin(&line(&format!("update {VERSION} p --type string --no-restart-required")));
    assert_eq!(
        ran.bodies[0]["configuration-parameter"],
        json!({"name": "p", "data_type": "string", "restart_required": 0})
    );
    let ran = cloud.admin(&line(&format!("delete {VERSION} p")));
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert_eq!(ran.changes(), [format!("DELETE {}", path("/p"))]);
    let twice = cloud.admin(&line(&format!("delete {VERSION} p")));
    twice.failed(3, "no configuration parameter has the name or ID 'p'");
}

#[test]
fn list_and_show_call_the_limits_min_size_and_max_size() {
    let cloud = Cloud::new();
    let list =
        cloud.admin(&format!("mgmt configuration parameter list {VERSION} -f csv --quote minimal"));
    let public =
        cloud.ok(&format!("configuration parameter list {VERSION} -f csv --quote minimal"));
    assert_eq!((list.code, list.out), (0, public));
    let show = cloud.admin(&format!(
        "mgmt configuration parameter show {VERSION} local_infile -f value -c max_size"
    ));
    assert_eq!((show.code, show.out.as_str()), (0, "1\n"));
    let none = cloud.admin(&format!("mgmt configuration parameter show {VERSION} nope"));
    none.failed(3, "no configuration parameter has the name or ID 'nope'");
}

#[test] // docs/server-behaviour.md 26
fn every_command_is_for_administrators() {
    let ran = Cloud::new().run(&format!("mgmt configuration parameter list {VERSION}"));
    ran.failed(4, "User does not have admin privileges.")
        .failed(4, "hint: the request needs the role of an admin");
}

#[test]
fn invalid_parameters_are_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (line, says) in [
        ("create V p --type integer", "an integer needs both limits"),
        ("create V p --type integer --min 5 --max 1", "5 is more than 1"),
        ("create V p --type integer --min x --max 1", "--min"),
        ("create V p --type string --max 1", "only integers have limits"),
        ("create V p --type boolean", "boolean"),
        ("create V p --type string -c nonsense", "nonsense"),
        ("create 8.0.32 p --type string", "hint: to give a name"),
        ("update V p", "nothing to change in 'p'"),
        ("delete V wait.x", "cannot be named in a request"),
        ("list 8.0.32", "hint: to give a name"),
    ] {
        let line = line.replace('V', VERSION);
        let ran = cloud.admin(&format!("mgmt configuration parameter {line}"));
        ran.failed(2, says).sent_nothing();
    }
}

#[test] // docs/server-behaviour.md 1
fn a_parameter_with_a_dot_is_shown_and_not_changed() {
    let cloud = Cloud::new();
    let create = format!("mgmt configuration parameter create {VERSION} wait.x --type string");
    assert_eq!(cloud.admin(&create).code, 0);
    let show = cloud
        .admin(&format!("mgmt configuration parameter show {VERSION} wait.x -f value -c name"));
    assert_eq!((show.out.as_str(), show.asked), ("wait.x\n", vec![format!("GET {}", path(""))]));
    let update = format!("mgmt configuration parameter update {VERSION} wait.x --restart-required");
    assert_eq!(cloud.admin(&update).failed(2, "cannot be named").changes(), [""; 0]);
}

#[test]
fn output_that_cannot_be_printed_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (line, wrong_format) in [
        ("list V", "shell"),
        ("show V p", "csv"),
        ("create V p --type string", "csv"),
        ("update V p --type string", "csv"),
    ] {
        let line = format!("mgmt configuration parameter {}", line.replace('V', VERSION));
        cloud.admin(&format!("{line} -c nonsense")).failed(2, "'nonsense'").sent_nothing();
        cloud.admin(&format!("{line} -f {wrong_format}")).failed(2, "printed as").sent_nothing();
    }
}
