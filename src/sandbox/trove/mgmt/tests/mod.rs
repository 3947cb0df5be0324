//! Tests of routes for administrators: quotas, limits, versions and guest agents.

mod instances;

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

const IMAGE: &str = "c00000c0-00c0-0c00-00c0-000c000000cc";
const VERSIONS: &str = "/mgmt/datastore-versions";
const NO_SUCH: &str = "00000000-0000-4000-8000-000000000000";

fn new_version(name: &str, more: Value) -> Value {
    let mut version = json!({
        "name": name, "datastore_name": "tmp", "datastore_manager": "mysql", "active": true, "image": IMAGE,
    });
    version.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "version": version })
}

/// Creates a version, and returns it from the administrators' list.
fn create(bench: &Bench, name: &str, more: Value) -> Value {
    let answer = bench.admin("POST", VERSIONS, new_version(name, more));
    assert_eq!((answer.status, answer.body), (202, json!("")));
    let all = bench.admin_get(VERSIONS).body["versions"].as_array().unwrap().clone();
    all.into_iter().find(|version| version["name"] == name).unwrap()
}

#[test]
fn quotas_are_shown_to_their_project_and_administrators() {
    let bench = Bench::new();
    bench.create("db1");
    let own = format!("/mgmt/quotas/{}", seed::DEMO.project_id);
    let shown = bench.get(&own).body["quotas"].clone();
    assert_eq!(
        shown,
        json!([
            {"resource": "instances", "in_use": 1, "reserved": 0, "limit": 100},
            {"resource": "ram", "in_use": 2048, "reserved": 0, "limit": -1},
            {"resource": "volumes", "in_use": 1, "reserved": 0, "limit": 1000},
            {"resource": "backups", "in_use": 0, "reserved": 0, "limit": 100},
        ])
    );
    assert_eq!(bench.admin_get(&own).body["quotas"], shown);
    let other = bench.get(&format!("/mgmt/quotas/{}", seed::ADMIN.project_id));
    let text = format!("Operation not allowed for tenant {}.", seed::DEMO.project_id);
    assert_eq!(other.error(), (403, text.as_str()));
}

#[test] // docs/server-behaviour.md 66
fn quotas_are_stored_until_one_is_invalid() {
    let bench = Bench::new();
    let set = |quotas: Value| bench.admin("PUT", "/mgmt/quotas/p", quotas);
    let answer = set(json!({"quotas": {"instances": 5, "volumes": -1, "ram": null}}));
    assert_eq!(answer.body, json!({"quotas": {"instances": 5, "volumes": -1}}));
    let answer = set(json!({"quotas": {"instances": 6, "foo": 5}}));
    assert_eq!(answer.error(), (404, "Unknown quota resources foo."));
    let stored = bench.admin_get("/mgmt/quotas/p").body["quotas"][0].clone();
    assert_eq!(stored["limit"], 6);
    let answer = set(json!({"quotas": {"instances": -2}}));
    let text = "Quota limit '-2' for 'instances' is too small - must be at least '-1'.";
    assert_eq!(answer.error(), (400, text));
    assert_eq!(set(json!({})).error(), (400, "Invalid request body."));
    assert_eq!(set(json!({"quotas": {"instances": "x"}})).status, 400);
    let faithful = Bench::with(|options| options.faithful = true);
    for body in [json!({"x": 1}), json!({"quotas": {"instances": "x"}})] {
        assert_eq!(faithful.admin("PUT", "/mgmt/quotas/p", body).status, 500);
    }
    let denied = bench.demo("PUT", "/mgmt/quotas/p", json!({"quotas": {"instances": 5}}));
    assert_eq!(denied.status, 401);
}

#[test]
fn limits_show_quotas_and_rates() {
    let bench = Bench::with(|options| options.faults = "rate=5/min".parse().unwrap());
    let limits = bench.get("/limits").body["limits"].clone();
    assert_eq!(
        limits[0],
        json!({"verb": "ABSOLUTE", "max_instances": 100, "max_ram": -1, "max_backups": 100, "max_volumes": 1000})
    );
    let rate = |at: usize| (limits[at]["verb"].clone(), limits[at]["remaining"].clone());
    assert_eq!(rate(1), (json!("POST"), json!(5)));
    assert_eq!(rate(4), (json!("GET"), json!(4)));
    assert_eq!(limits[5]["regex"], "^/mgmt");
    for _ in 0..4 {
        assert_eq!(bench.get("/limits").status, 200);
    }
    assert_eq!(bench.get("/limits").status, 413);
    bench.wait(12);
    assert_eq!(bench.get("/limits").body["limits"][4]["remaining"], 0);
}

#[test]
fn a_version_has_the_defaults_of_its_manager() {
    let bench = Bench::new();
    let version = create(&bench, "one", json!({"default": true}));
    assert_eq!(
        version,
        json!({
            "id": version["id"], "name": "one", "version": "one", "datastore_id": version["datastore_id"],
            "datastore_name": "tmp", "datastore_manager": "mysql", "image": IMAGE, "image_tags": [""],
            "packages": [""], "active": true,
            "registry_ext": "trove.guestagent.datastore.mysql.manager.Manager",
            "repl_strategy": "trove.guestagent.strategies.replication.mysql_gtid.MysqlGTIDReplication",
            "default": true,
        })
    );
    let path = format!("{VERSIONS}/{}", version["id"].as_str().unwrap());
    assert_eq!(bench.admin_get(&path).body["version"], version);
}

#[test]
fn invalid_versions_are_refused_as_the_server_does() {
    let bench = Bench::new();
    create(&bench, "one", json!({}));
    let post = |body: Value| bench.admin("POST", VERSIONS, body);
    let exists = "The datastore version 'one(one)' already exists.";
    assert_eq!(post(new_version("one", json!({}))).error(), (400, exists));
    let answer = post(json!({"version": {"name": "x"}}));
    let text = "Validation error: version 'datastore_name' is a required property; \
                version 'datastore_manager' is a required property; version 'active' is a required property";
    assert_eq!(answer.error(), (400, text));
    let answer = post(new_version("x", json!({"active": "x"})));
    let text = "Validation error: version['active'] 'x' is not one of [True, False]";
    assert_eq!(answer.error(), (400, text));
    let answer = post(new_version("x", json!({"image_tags": [""], "foo": 1})));
    let text = "Validation error: version Additional properties are not allowed ('foo' was unexpected); \
                version['image_tags'][0] '' should be non-empty; \
                version['image_tags'][0] '' does not match '^.*[0-9a-zA-Z]+.*$'";
    assert_eq!(answer.error(), (400, text));
    let mut imageless = new_version("x", json!({}));
    imageless["version"].as_object_mut().unwrap().remove("image");
    assert_eq!(post(imageless).error(), (400, "Image must be specified."));
    let answer = post(new_version("two", json!({"active": false, "default": true})));
    assert_eq!(answer.error(), (400, "Datastore version 'two' is not active."));
    let faithful = Bench::with(|options| options.faithful = true);
    let unknown = new_version("x", json!({"datastore_manager": "redis"}));
    assert_eq!(faithful.admin("POST", VERSIONS, unknown).status, 500);
    assert_eq!(faithful.admin_get("/datastores/tmp").status, 200);
}

#[test]
fn a_version_can_be_changed_in_part() {
    let bench = Bench::new();
    let path = format!("{VERSIONS}/{}", create(&bench, "one", json!({}))["id"].as_str().unwrap());
    let edit = |body: Value| bench.admin("PATCH", &path, body);
    let shown = || bench.admin_get(&path).body["version"].clone();
    assert_eq!(edit(json!({"image_tags": ["a", "b"]})).status, 202);
    assert_eq!((&shown()["image"], &shown()["image_tags"]), (&json!(""), &json!(["a", "b"])));
    assert_eq!(edit(json!({"image_tags": []})).error(), (400, "Image must be specified."));
    assert_eq!(edit(json!({"image": IMAGE, "packages": ["p=1"]})).status, 202);
    assert_eq!((&shown()["image"], &shown()["packages"]), (&json!(IMAGE), &json!(["p=1"])));
    let answer = edit(json!({"registry_ext": ""}));
    let text = "Validation error: registry_ext '' should be non-empty; \
                registry_ext '' does not match '^.*[0-9a-zA-Z]+.*$'";
    assert_eq!(answer.error(), (400, text));
    // The server searches the default by the old name, after the new one is stored.
    let answer = edit(json!({"name": "two", "default": true}));
    assert_eq!(answer.error(), (400, "Datastore version 'one' cannot be found."));
    assert_eq!((&shown()["name"], &shown()["default"]), (&json!("two"), &json!(false)));
    assert_eq!(edit(json!({"default": true})).status, 202);
    assert_eq!(shown()["default"], true);
    assert_eq!(edit(json!({"default": false, "active": false})).status, 202);
    assert_eq!((&shown()["default"], &shown()["active"]), (&json!(false), &json!(false)));
    let faithful = Bench::with(|options| options.faithful = true);
    let known = format!("{VERSIONS}/b00000b0-00b0-0b00-00b0-000b000000bb");
    assert_eq!(faithful.admin("PATCH", &known, json!({"foo": 1})).status, 500);
}

#[test]
fn versions_in_use_are_not_deleted() {
    let bench = Bench::new();
    bench.create("db1");
    let delete = |path: &str| bench.admin("DELETE", path, json!({}));
    let used = delete(&format!("{VERSIONS}/b00000b0-00b0-0b00-00b0-000b000000bb"));
    assert_eq!(used.error(), (400, "Datastore version is in use by instance."));
    let path = format!("{VERSIONS}/{}", create(&bench, "one", json!({}))["id"].as_str().unwrap());
    let full = delete("/datastores/tmp");
    assert_eq!(full.error(), (400, "Datastore versions exist for datastore tmp."));
    assert_eq!(delete(&path).status, 202);
    assert_eq!(delete(&path).status, 400);
    assert_eq!(bench.delete("/datastores/tmp").status, 403);
    assert_eq!(delete("/datastores/tmp").status, 202);
    assert_eq!(delete("/datastores/tmp").error(), (404, "Datastore 'tmp' cannot be found."));
    let text = format!("Datastore version '{NO_SUCH}' cannot be found.");
    assert_eq!(bench.admin_get(&format!("{VERSIONS}/{NO_SUCH}")).error(), (400, text.as_str()));
}

#[test]
fn guest_agents_answer_administrators() {
    let bench = Bench::with(|options| options.faults = "status=SILENT:mute".parse().unwrap());
    let id = bench.running("db1");
    let ask = |id: &str, what: &str| bench.admin_get(&format!("/mgmt/instances/{id}/{what}"));
    let history = json!({"root_history": {"id": id, "enabled": "Never", "user": "Nobody"}});
    assert_eq!(ask(&id, "root").body, history);
    assert_eq!(ask(&id, "diagnostics").body["diagnostics"]["vmPeak"], 29160);
    assert_eq!(ask(&id, "hwinfo").body["hwinfo"], json!({"mem_total": 2_097_152, "num_cpus": 10}));
    assert_eq!((ask(&id, "rpc_ping").status, ask(&id, "rpc_ping").body), (204, json!("")));
    let missing = ask("nope", "root");
    assert_eq!((missing.status, missing.body), (404, json!("Resource nope cannot be found.")));
    assert_eq!(ask("nope", "hwinfo").error(), (404, "Resource nope cannot be found."));
    let mute = bench.create("mute");
    bench.wait(10);
    let text = "Timeout trying to connect to the Guest Agent.";
    assert_eq!(ask(&mute, "rpc_ping").error(), (400, text));
    assert_eq!(bench.get(&format!("/mgmt/instances/{id}/root")).status, 401);
}

#[test]
fn the_health_of_the_service_is_shown_to_everyone() {
    let well = Bench::new().send("GET", "/healthcheck", &[], None);
    assert_eq!(well.body, json!({"detailed": false, "reasons": ["OK"]}));
    let bench = Bench::with(|options| options.faults = "health=503".parse().unwrap());
    let unwell = bench.send("GET", "/healthcheck", &[], None);
    assert_eq!((unwell.status, &unwell.body["reasons"]), (503, &json!(["DISABLED BY FILE"])));
}

#[test]
fn an_unknown_cluster_is_not_found() {
    let bench = Bench::new();
    assert_eq!(bench.admin_get("/mgmt/clusters").body, json!({"clusters": []}));
    assert_eq!(bench.get("/mgmt/clusters").status, 401);
    let missing = (404, "DBCluster Not Found");
    assert_eq!(bench.admin_get("/mgmt/clusters/nope").error(), missing);
    let act = |body: Value| bench.admin("POST", "/mgmt/clusters/nope/action", body);
    assert_eq!(act(json!({"reset-task": {}})).error(), missing);
    assert_eq!(act(json!({"reset-task": 5})).status, 400);
    assert_eq!(act(json!({})).status, 400);
}
