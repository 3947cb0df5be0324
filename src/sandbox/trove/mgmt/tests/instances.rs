//! Tests of routes for administrators: instances.

use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

fn act(bench: &Bench, id: &str, body: Value) -> (u16, String) {
    let answer = bench.admin("POST", &format!("/mgmt/instances/{id}/action"), body);
    let (status, message) = answer.error();
    (status, message.to_owned())
}

const IMAGE: &str = "c00000c0-00c0-0c00-00c0-000c000000cc";

#[test] // docs/server-behaviour.md 26
fn others_get_401_with_a_json_body() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let denied = (401, "User does not have admin privileges.");
    assert_eq!(bench.get("/mgmt/instances").error(), denied);
    assert_eq!(bench.get(&format!("/mgmt/instances/{id}")).error(), denied);
    let path = format!("/mgmt/instances/{id}/action");
    assert_eq!(bench.demo("POST", &path, json!({"reboot": {}})).error(), denied);
    // The body is checked first.
    assert_eq!(bench.demo("POST", &path, json!({"reboot": 5})).status, 400);
}

#[test]
fn deleted_instances_stay_visible_to_administrators() {
    let bench = Bench::new();
    let (old, new) = (bench.running("old"), bench.running("new"));
    bench.delete(&format!("/instances/{old}"));
    bench.wait(2);
    let ids = |query: &str| -> Vec<String> {
        let body = bench.admin_get(&format!("/mgmt/instances{query}")).body;
        let rows = body["instances"].as_array().unwrap().clone();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(""), [new.clone(), old.clone()]);
    assert_eq!(ids("?deleted=false"), [new]);
    assert_eq!(ids("?deleted=TRUE"), std::slice::from_ref(&old));
    assert_eq!(ids("?project_id=nobody"), Vec::<String>::new());
    assert_eq!(bench.admin_get(&format!("/mgmt/instances/{old}")).status, 404);
    let gone = bench.admin_get(&format!("/mgmt/instances/{old}?deleted=true"));
    let gone = &gone.body["instance"];
    assert_eq!(gone["status"], "SHUTDOWN");
    assert_eq!(gone["service_status"], "DELETED");
    assert_eq!(gone["deleted"], true);
    assert_eq!(gone["datastore"], json!({"type": null, "version": null}));
    assert!(gone["server"].get("name").is_none());
}

#[test]
fn an_instance_is_shown_with_its_server_and_volume() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let instance = bench.admin_get(&format!("/mgmt/instances/{id}")).body["instance"].clone();
    assert_eq!(instance["server"]["status"], "ACTIVE");
    assert_eq!(instance["server"]["addresses"]["private"][0]["version"], 4);
    assert_eq!(instance["volume"]["size"], 1);
    assert_eq!(instance["guest_status"], json!({"state_description": "healthy"}));
    assert_eq!(instance["task_description"], "No tasks for the instance.");
    assert_eq!(instance["deleted_at"], Value::Null);
    let row = bench.admin_get("/mgmt/instances").body["instances"][0].clone();
    assert!(row["server"].get("addresses").is_none());
}

#[test] // docs/server-behaviour.md 46
fn a_full_last_page_has_a_next_one() {
    let bench = Bench::new();
    for name in ["one", "two", "three"] {
        bench.create(name);
        bench.wait(1);
    }
    let page = |query: &str| bench.admin_get(&format!("/mgmt/instances?{query}")).body;
    let first = page("limit=3");
    assert_eq!(first["instances"].as_array().unwrap().len(), 3);
    assert!(first["links"][0]["href"].as_str().unwrap().ends_with("?limit=3&marker=3"));
    let second = page("limit=3&marker=3");
    assert_eq!(second, json!({"instances": []}));
    let endless = page("limit=0");
    assert!(endless["links"][0]["href"].as_str().unwrap().ends_with("?limit=0&marker=0"));
}

#[test]
fn invalid_actions_are_refused_as_the_server_does() {
    let bench = Bench::new();
    let id = bench.running("db1");
    for (body, text) in [
        (json!({"foo": {}}), "Invalid instance action: foo"),
        (json!({"reboot": {}, "stop": {}}), "Only one action can be specified per request."),
        (json!({"reboot": 5}), "Validation error: reboot 5 is not of type 'object'"),
        (json!({"rebuild": {}}), "Validation error: rebuild 'image_id' is a required property"),
        (
            json!({"rebuild": {"image_id": IMAGE, "x": 1}}),
            "Validation error: rebuild Additional properties are not allowed ('x' was unexpected)",
        ),
    ] {
        assert_eq!(act(&bench, &id, body), (400, text.to_owned()));
    }
    let unbuilt = bench.create("db2");
    assert_eq!(act(&bench, &unbuilt, json!({"reboot": {}})).0, 422);
}

#[test]
fn actions_change_the_instance() {
    let bench = Bench::new();
    let id = bench.running("db1");
    for (body, state, seconds) in [
        (json!({"reboot": {}}), "REBOOT/", 3),
        (json!({"rebuild": {"image_id": IMAGE}}), "BUILD/", 4),
        (json!({"migrate": {}}), "ACTIVE/", 4),
    ] {
        assert_eq!(act(&bench, &id, body.clone()).0, 202);
        assert_eq!(bench.state(&id), state, "{body}");
        bench.wait(seconds);
        assert_eq!(bench.state(&id), "ACTIVE/HEALTHY", "{body}");
    }
    assert_eq!(act(&bench, &id, json!({"stop": {}})).0, 202);
    assert_eq!(bench.state(&id), "ACTIVE/SHUTDOWN");
    let restart = bench.demo("POST", &format!("/instances/{id}/action"), json!({"restart": {}}));
    assert_eq!(restart.status, 202);
    assert_eq!(act(&bench, &id, json!({"reset-task-status": {}})).0, 202);
    assert_eq!(bench.state(&id), "ACTIVE/RESTARTING");
    // docs/server-behaviour.md 25: a busy instance accepts some actions.
    assert_eq!(act(&bench, &id, json!({"reboot": {}})).0, 202);
    assert_eq!(act(&bench, &id, json!({"reboot": {}})).0, 202);
    assert_eq!(act(&bench, &id, json!({"migrate": {}})).0, 422);
}

#[test]
fn a_reset_status_is_corrected_by_the_guest_agent() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let reset = json!({"reset_status": {}});
    assert_eq!(bench.admin("POST", &format!("/instances/{id}/action"), reset).status, 202);
    assert_eq!(bench.state(&id), "ACTIVE/ERROR");
    bench.wait(10);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
}
