//! Tests of modules.

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

/// The Base64 of `message=hi`.
const CONTENTS: &str = "bWVzc2FnZT1oaQ==";

fn input(name: &str) -> Value {
    json!({"name": name, "module_type": "ping", "contents": CONTENTS})
}

fn with(name: &str, fields: &Value) -> Value {
    let mut module = input(name);
    module.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    json!({"module": module})
}

fn create(bench: &Bench, name: &str, fields: Value) -> String {
    let answer = bench.demo("POST", "/modules", with(name, &fields));
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body["module"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_module_is_shown_as_the_real_server_does() {
    let bench = Bench::new();
    let datastore = json!({"datastore": {"type": "mysql", "version": "8.0.32"}, "live_update": 0});
    let id = create(&bench, "m", datastore);
    let one = bench.get(&format!("/modules/{id}")).body["module"].clone();
    let project = seed::DEMO.project_id;
    assert_eq!(
        one,
        json!({
            "id": id, "name": "m", "type": "ping", "description": null, "tenant_id": project,
            "datastore_id": "a00000a0-00a0-0a00-00a0-000a000000aa",
            "datastore_version_id": "b00000b0-00b0-0b00-00b0-000b000000bb",
            "auto_apply": false, "priority_apply": false, "apply_order": 5, "is_admin": false,
            "md5": "5deae39af07334d75a075a750c1c0a17", "visible": true,
            "created": "2026-11-21T06:11:09", "updated": "2026-11-21T06:11:09",
            "tenant": project, "datastore": "mysql", "datastore_version": "8.0.32",
            "live_update": false, "instance_count": 0,
        })
    );
    let list = bench.get("/modules").body["modules"][0].clone();
    assert!(list.get("live_update").is_none() && list.get("instance_count").is_none(), "{list}");
}

#[test]
fn invalid_modules_are_refused_as_the_server_does() {
    let bench = Bench::new();
    create(&bench, "m", json!({}));
    for (fields, status, message) in [
        (json!({"module_type": "nope"}), 404, "Module type 'nope' was not found."),
        (
            json!({"contents": ""}),
            400,
            "Validation error: module['contents'] '' should be non-empty; module['contents'] '' does not match '^.*.+.*$'",
        ),
        (
            json!({"apply_order": 10, "auto_apply": true, "live_update": "x"}),
            400,
            "Validation error: module['apply_order'] 10 is greater than the maximum of 9; module['auto_apply'] True is not of type 'integer'; module['live_update'] 'x' is not of type 'integer'",
        ),
        (
            json!({"auto_apply": 1, "visible": 0}),
            403,
            "You must be admin to create a module with these options. (Auto: 1, Visible: 0)",
        ),
        (
            json!({"all_tenants": 1}),
            403,
            "You must be admin to create a module with these options. (Tenant: all)",
        ),
        (
            json!({"full_access": 1, "auto_apply": 1}),
            400,
            "The following values are invalid: Cannot make module full access: (Auto: 1).",
        ),
        (json!({"datastore": {"type": "nope"}}), 404, "Datastore 'nope' cannot be found."),
        (
            json!({"datastore": {"version": "8.0.32"}}),
            400,
            "Datastore 'None' has no version '8.0.32'.",
        ),
        (
            json!({}),
            400,
            "A module with the name 'm' already exists for datastore 'all' and datastore version 'all'",
        ),
    ] {
        let answer = bench.demo("POST", "/modules", with("m", &fields));
        assert_eq!(answer.error(), (status, message));
    }
}

#[test]
fn an_update_reads_module_type_but_its_schema_has_type() {
    let bench = Bench::new();
    let path = format!("/modules/{}", create(&bench, "m", json!({})));
    let update = |fields: Value| bench.demo("PUT", &path, json!({"module": fields}));
    let changed = update(json!({"type": "new_relic_license", "name": "n"})).body["module"].clone();
    assert_eq!((&changed["type"], &changed["name"]), (&json!("ping"), &json!("n")));
    assert_eq!(update(json!({"module_type": "nope"})).body["module"]["type"], "nope");
    let message = "The module is invalid: You cannot set a datastore and specify --all_datastores";
    let both = update(json!({"datastore": {"type": "mysql"}, "all_datastores": 1}));
    assert_eq!(both.error(), (400, message));
    let message = "You must be admin to update a module with these options. (Auto: 1)";
    assert_eq!(update(json!({"auto_apply": 1})).error(), (403, message));
}

#[test]
fn admin_modules_can_be_seen_but_not_changed_by_others() {
    let bench = Bench::new();
    let create = |name: &str, fields: Value| {
        bench.admin("POST", "/modules", with(name, &fields)).body["module"]["id"].clone()
    };
    let open = create("open", json!({"all_tenants": 1}));
    let hidden = create("hidden", json!({"all_tenants": 1, "visible": 0}));
    let (open, hidden) = (open.as_str().unwrap(), hidden.as_str().unwrap());
    assert_eq!(bench.get(&format!("/modules/{open}")).body["module"]["tenant"], "all");
    assert_eq!(bench.get(&format!("/modules/{hidden}")).status, 404);
    assert_eq!(bench.get("/modules").body["modules"].as_array().unwrap().len(), 1);
    assert_eq!(bench.admin_get("/modules").body["modules"].as_array().unwrap().len(), 2);
    let renamed = bench.demo("PUT", &format!("/modules/{open}"), json!({"module": {"name": "x"}}));
    assert_eq!(
        renamed.error(),
        (
            403,
            "You must be admin to update a module with these options. (Module is an admin module)"
        )
    );
}

#[test] // docs/server-behaviour.md 33
fn the_list_crashes_and_the_count_is_wrong_only_when_faithful() {
    let bench = Bench::with(|options| options.faithful = true);
    let id = create(&bench, "m", json!({}));
    assert_eq!(bench.get(&format!("/modules/{id}")).body["module"]["instance_count"], 2);
    assert_eq!(bench.admin_get("/modules").status, 500);
}

#[test]
fn a_module_is_applied_counted_and_removed() {
    let bench = Bench::new();
    let instance = bench.running("db1");
    let module = create(&bench, "m", json!({}));
    let path = format!("/instances/{instance}/modules");
    let unknown = json!({"modules": [{"id": "nope"}]});
    assert_eq!(bench.demo("POST", &path, unknown).body, json!({"modules": []}));
    let applied = bench.demo("POST", &path, json!({"modules": [{"id": module}]})).body;
    let row = &applied["modules"][0];
    assert_eq!((&row["status"], &row["message"]), (&json!("OK"), &json!("hi")));
    assert_eq!(row["contents"], Value::Null);
    let full = bench.get(&format!("{path}?from_guest=True&include_contents=False")).body;
    assert_eq!(full["modules"][0]["contents"], CONTENTS);
    let of = format!("/modules/{module}/instances");
    assert_eq!(bench.get(&of).body["instances"][0]["id"], instance.as_str());
    let count = bench.get(&format!("{of}?count_only=True")).body["instances"][0].clone();
    assert_eq!((&count["instance_count"], &count["current"]), (&json!(1), &json!(true)));
    let refused = bench.delete(&format!("/modules/{module}"));
    assert!(refused.error().1.starts_with("A module cannot be deleted"), "{refused:?}");
    assert_eq!(bench.delete(&format!("{path}/{module}")).status, 200);
    assert_eq!(bench.delete(&format!("{path}/{module}")).status, 400);
    assert_eq!(bench.delete(&format!("/modules/{module}")).status, 200);
    assert_eq!(bench.get(&format!("/modules/{module}")).status, 404);
}

#[test]
fn a_module_for_another_datastore_is_refused() {
    let bench = Bench::new();
    let instance = bench.running("db1");
    let module = create(&bench, "m", json!({"datastore": {"type": "postgresql"}}));
    let body = json!({"modules": [{"id": module}]});
    let refused = bench.demo("POST", &format!("/instances/{instance}/modules"), body);
    assert_eq!(refused.status, 400);
    assert!(refused.error().1.contains("(Invalid datastore "), "{refused:?}");
}

#[test]
fn a_reapply_applies_the_current_contents_later() {
    let bench = Bench::new();
    let instance = bench.running("db1");
    let module = create(&bench, "m", json!({"live_update": 1}));
    let path = format!("/instances/{instance}/modules");
    bench.demo("POST", &path, json!({"modules": [{"id": module}]}));
    // The Base64 of `message=ho`.
    let changed = json!({"module": {"contents": "bWVzc2FnZT1obw=="}});
    assert_eq!(bench.demo("PUT", &format!("/modules/{module}"), changed).status, 200);
    let of = format!("/modules/{module}/instances");
    assert_eq!(bench.demo("PUT", &of, json!({"reapply": {}})).status, 202);
    let current =
        || bench.get(&format!("{of}?count_only=True")).body["instances"][0]["current"].clone();
    assert_eq!(current(), false);
    bench.wait(2);
    assert_eq!(current(), true);
    assert_eq!(bench.get(&path).body["modules"][0]["message"], "ho");
    assert_eq!(bench.demo("PUT", &of, json!({})).status, 400);
}

#[test]
fn new_instances_get_modules_that_are_applied_automatically() {
    let bench = Bench::new();
    let fields = json!({"auto_apply": 1, "all_tenants": 1});
    assert_eq!(bench.admin("POST", "/modules", with("auto", &fields)).status, 200);
    let instance = bench.running("db1");
    let modules = bench.get(&format!("/instances/{instance}/modules")).body["modules"].clone();
    assert_eq!(modules[0]["name"], "auto");
    let building = bench.create("db2");
    let answer = bench.get(&format!("/instances/{building}/modules"));
    assert_eq!(answer.error(), (400, "Timeout trying to connect to the Guest Agent."));
}
