//! Tests of configuration groups and parameters.

use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

const VERSION: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";

fn post(bench: &Bench, group: Value) -> (u16, Value) {
    let answer = bench.demo("POST", "/configurations", json!({"configuration": group}));
    (answer.status, answer.body)
}

fn create(bench: &Bench, values: Value) -> String {
    let (status, body) = post(bench, json!({"name": "c", "values": values}));
    assert_eq!(status, 200, "{body}");
    body["configuration"]["id"].as_str().unwrap().to_owned()
}

fn values(bench: &Bench, id: &str) -> Value {
    bench.get(&format!("/configurations/{id}")).body["configuration"]["values"].clone()
}

fn attach(bench: &Bench, instance: &str, group: Option<&str>) -> (u16, String) {
    let body = json!({"instance": {"configuration": group}});
    let answer = bench.demo("PUT", &format!("/instances/{instance}"), body);
    let (status, message) = answer.error();
    (status, message.to_owned())
}

fn restart(bench: &Bench, instance: &str) {
    let path = format!("/instances/{instance}/action");
    assert_eq!(bench.demo("POST", &path, json!({"restart": {}})).status, 202);
    bench.wait(2);
}

#[test]
fn a_group_is_shown_as_the_server_does() {
    let bench = Bench::new();
    let values = json!({"join_buffer_size": 512, "collation_server": "x"});
    let (_, created) = post(&bench, json!({"name": "c", "description": "d", "values": values}));
    let created = &created["configuration"];
    let id = created["id"].as_str().unwrap();
    let mut expected = json!({
        "id": id, "name": "c", "description": "d",
        "created": "2026-11-21T06:11:09", "updated": "2026-11-21T06:11:09",
        "datastore_version_id": VERSION, "datastore_name": "mysql", "datastore_version_name": "8.0.32",
    });
    assert_eq!(bench.get("/configurations").body, json!({"configurations": [expected]}));
    expected["values"] = values;
    expected["instance_count"] = json!(0);
    expected["datastore_version_number"] = json!("8.0.32");
    assert_eq!(*created, expected);
    let shown = bench.get(&format!("/configurations/{id}")).body["configuration"].clone();
    assert_eq!(shown, expected);
    // The order of the values changes.
    assert_eq!(shown["values"].to_string(), r#"{"collation_server":"x","join_buffer_size":512}"#);
}

#[test] // docs/server-behaviour.md 64
fn values_are_typed() {
    let bench = Bench::new();
    let refused = |version: &str, values: Value| {
        let datastore = json!({"type": "mysql", "version": version});
        let group = json!({"name": "c", "values": values, "datastore": datastore});
        let (status, body) = post(&bench, group);
        (status, body["unprocessableEntity"]["message"].as_str().unwrap_or_default().to_owned())
    };
    for (values, message) in [
        (
            json!({"nope": 1}),
            "The configuration parameter nope is not supported for this datastore: mysql 8.0.32.",
        ),
        (
            json!({"connect_timeout": "5"}),
            "The value provided for the configuration parameter connect_timeout is not of type integer.",
        ),
        (
            json!({"connect_timeout": 5.5}),
            "The value provided for the configuration parameter connect_timeout is not of type integer.",
        ),
        (
            json!({"collation_server": 5}),
            "The value provided for the configuration parameter collation_server is not of type string.",
        ),
        (
            json!({"connect_timeout": 1}),
            "The value for the configuration parameter connect_timeout is less than the minimum allowed: 2",
        ),
        (
            json!({"connect_timeout": 31_536_001}),
            "The value for the configuration parameter connect_timeout is greater than the maximum allowed: 31536000",
        ),
    ] {
        assert_eq!(refused("8.0.32", values), (422, message.to_owned()));
    }
    let text = "Configuration groups are not supported for this datastore: mysql 5.7.29";
    assert_eq!(refused("5.7.29", json!({"a": 1})), (422, text.to_owned()));
    // No values need no parameters, and `True` is a number in Python.
    assert_eq!(
        post(&bench, json!({"name": "c", "values": {}, "datastore": {"type": "postgresql"}})).0,
        200
    );
    let id = create(&bench, json!({"connect_timeout": true}));
    assert_eq!(values(&bench, &id), json!({"connect_timeout": 1}));
}

#[test] // docs/server-behaviour.md 70
fn a_group_can_be_of_an_inactive_version() {
    let bench = Bench::new();
    let group = json!({"name": "c", "values": {}, "datastore": {"version": "5.7.29"}});
    assert_eq!(post(&bench, group).0, 200);
    let (status, body) =
        post(&bench, json!({"name": "c", "values": {}, "datastore": {"version": "9"}}));
    assert_eq!(
        (status, &body["badRequest"]["message"]),
        (400, &json!("Datastore version '9' cannot be found."))
    );
}

#[test] // docs/server-behaviour.md 3
fn put_replaces_all_and_patch_merges() {
    let bench = Bench::new();
    let id = create(&bench, json!({"connect_timeout": 20, "local_infile": 1}));
    let path = format!("/configurations/{id}");
    let send = |method: &str, group: Value| {
        bench.demo(method, &path, json!({"configuration": group})).status
    };
    assert_eq!(send("PATCH", json!({"values": {"local_infile": 0}, "name": "ignored"})), 200);
    assert_eq!(values(&bench, &id), json!({"connect_timeout": 20, "local_infile": 0}));
    assert_eq!(send("PUT", json!({"values": {"nope": 0}, "name": "x"})), 422);
    assert_eq!(bench.get(&path).body["configuration"]["name"], "c");
    assert_eq!(send("PUT", json!({"name": "n"})), 202);
    assert_eq!(values(&bench, &id), json!({}));
    assert_eq!(bench.get(&path).body["configuration"]["name"], "n");
    assert_eq!(send("PUT", json!({"description": ""})), 400);
}

#[test] // docs/server-behaviour.md 39
fn administrators_see_the_groups_of_all_projects() {
    let bench = Bench::new();
    let id = create(&bench, json!({}));
    assert_eq!(bench.admin_get("/configurations").body["configurations"][0]["id"], id);
    let body = json!({"configuration": {"name": "other", "values": {}}});
    let other = bench.admin("POST", "/configurations", body).body["configuration"]["id"].clone();
    let path = format!("/configurations/{}", other.as_str().unwrap());
    let text =
        format!("Configuration group with ID {} could not be found.", other.as_str().unwrap());
    assert_eq!(bench.get(&path).error(), (404, text.as_str()));
    assert_eq!(bench.get("/configurations").body["configurations"].as_array().unwrap().len(), 1);
}

#[test]
fn a_static_value_requires_a_restart_of_source_and_replicas() {
    let bench = Bench::new();
    let primary = bench.running("db1");
    let replica = json!({"instance": {"name": "db2", "replica_of": primary}});
    let replica = bench.demo("POST", "/instances", replica).body["instance"]["id"].clone();
    let replica = replica.as_str().unwrap();
    bench.wait(10);
    let quick = create(&bench, json!({"connect_timeout": 20}));
    assert_eq!(attach(&bench, &primary, Some(&quick)).0, 202);
    assert_eq!(
        (bench.state(&primary), bench.state(replica)),
        ("ACTIVE/HEALTHY".into(), "ACTIVE/HEALTHY".into())
    );
    let path = format!("/configurations/{quick}");
    assert_eq!(bench.get(&path).body["configuration"]["instance_count"], 2);
    let first = bench.get(&format!("{path}/instances?limit=1")).body;
    assert!(first["links"][0]["href"].as_str().unwrap().contains("marker="), "{first}");
    let refused = bench.delete(&path);
    assert!(
        refused
            .error()
            .1
            .starts_with("A configuration group cannot be deleted if it is associated")
    );
    let slow = json!({"configuration": {"values": {"innodb_buffer_pool_size": 8388608}}});
    assert_eq!(bench.demo("PATCH", &path, slow).status, 200);
    assert_eq!(
        (bench.state(&primary), bench.state(replica)),
        ("RESTART_REQUIRED/".into(), "RESTART_REQUIRED/".into())
    );
    restart(&bench, &primary);
    restart(&bench, replica);
    assert_eq!(attach(&bench, &primary, None).0, 202);
    assert_eq!(bench.state(&primary), "RESTART_REQUIRED/");
    assert_eq!(bench.get(&path).body["configuration"]["instance_count"], 0);
    assert_eq!(bench.delete(&path).status, 202);
    assert_eq!(bench.get(&path).status, 404);
}

#[test]
fn removing_values_without_a_default_requires_a_restart() {
    let bench = Bench::new();
    let instance = bench.running("db1");
    let known = create(&bench, json!({"connect_timeout": 20}));
    attach(&bench, &instance, Some(&known));
    attach(&bench, &instance, None);
    assert_eq!(bench.state(&instance), "ACTIVE/HEALTHY");
    let unknown = create(&bench, json!({"collation_server": "utf8"}));
    attach(&bench, &instance, Some(&unknown));
    assert_eq!(bench.state(&instance), "ACTIVE/HEALTHY");
    attach(&bench, &instance, None);
    assert_eq!(bench.state(&instance), "RESTART_REQUIRED/");
}

#[test]
fn a_name_in_another_case_is_accepted_but_not_found_later() {
    let bench = Bench::new();
    let instance = bench.running("db1");
    let id = create(&bench, json!({"Connect_Timeout": 20}));
    assert_eq!(values(&bench, &id), json!({"Connect_Timeout": "20"}));
    let missing = "Resource Connect_Timeout cannot be found.".to_owned();
    assert_eq!(attach(&bench, &instance, Some(&id)), (404, missing));
    assert_eq!(bench.state(&instance), "RESTART_REQUIRED/");
    let merged = json!({"configuration": {"values": {"connect_timeout": 9}}});
    assert_eq!(bench.demo("PATCH", &format!("/configurations/{id}"), merged).status, 200);
    assert_eq!(values(&bench, &id), json!({"connect_timeout": 9}));
    assert_eq!(bench.state(&instance), "ACTIVE/HEALTHY");
}

#[test]
fn default_settings_follow_the_flavor_and_the_version() {
    let bench = Bench::new();
    let settings = |version: &str| {
        let body = json!({"instance": {"name": "n", "flavorRef": "2", "volume": {"size": 1}, "datastore": version_of(version)}});
        let id = bench.demo("POST", "/instances", body).body["instance"]["id"].clone();
        let path = format!("/instances/{}/configuration", id.as_str().unwrap());
        assert_eq!(bench.get(&path).status, 422);
        bench.wait(6);
        bench.get(&path).body["instance"]["configuration"].clone()
    };
    let mysql = settings("8.0.32");
    assert_eq!(
        (&mysql["innodb_buffer_pool_size"], &mysql["max_connections"]),
        (&json!("600M"), &json!(400))
    );
    assert!(mysql.get("default_authentication_plugin").is_some());
    assert!(settings("8.4.0").get("default_authentication_plugin").is_none());
    assert_eq!(settings("16.4")["shared_buffers"], "204MB");
}

fn version_of(version: &str) -> Value {
    let datastore = if version == "16.4" { "postgresql" } else { "mysql" };
    json!({"type": datastore, "version": version})
}

#[test]
fn parameters_are_found_in_four_ways() {
    let bench = Bench::new();
    let one = json!({"name": "local_infile", "datastore_version_id": VERSION, "restart_required": false, "type": "integer", "max": 1, "min": 0});
    for path in [
        format!("/datastores/versions/{VERSION}/parameters"),
        "/datastores/mysql/versions/8.0.32/parameters".into(),
    ] {
        let listed = bench.get(&path).body["configuration-parameters"].clone();
        let listed = listed.as_array().unwrap();
        assert_eq!(listed.len(), 102);
        assert!(listed.contains(&one));
        assert_eq!(bench.get(&format!("{path}/LOCAL_infile")).body, one);
        assert_eq!(
            bench.get(&format!("{path}/nope")).error(),
            (404, "Resource nope cannot be found.")
        );
    }
    let unknown = bench.get("/datastores/versions/9/parameters");
    assert_eq!(unknown.error(), (400, "Datastore version '9' cannot be found."));
}

#[test]
fn administrators_create_change_and_delete_parameters() {
    let bench = Bench::new();
    let path = format!("/mgmt/datastores/versions/{VERSION}/parameters");
    let parameter = |method: &str, path: &str, fields: Value| {
        bench.admin(method, path, json!({"configuration-parameter": fields}))
    };
    let new = json!({"name": "p", "data_type": "integer", "restart_required": 1, "max_size": 5, "min_size": 0});
    assert_eq!(bench.demo("POST", &path, json!({"configuration-parameter": new})).status, 401);
    let created = parameter("POST", &path, new.clone());
    // docs/server-behaviour.md 57: a limit of 0 is not in the reply.
    let mut expected = json!({"name": "p", "datastore_version_id": VERSION, "restart_required": true, "type": "integer", "max_size": 5});
    assert_eq!((created.status, &created.body), (200, &expected));
    expected["min_size"] = json!(0);
    assert_eq!(bench.admin_get(&format!("{path}/p")).body, expected);
    let twice = format!("p parameter already exists for datastore version {VERSION}.");
    assert_eq!(parameter("POST", &path, new).error(), (400, twice.as_str()));
    for (fields, message) in [
        (
            json!({"name": "q", "data_type": "boolean", "restart_required": 0}),
            "Validation error: configuration-parameter['data_type'] 'boolean' does not match 'integer|string'",
        ),
        (
            json!({"name": "q", "data_type": "integer", "restart_required": 0, "max_size": 1}),
            "min_size is required for integer data type.",
        ),
        (
            json!({"name": "q", "data_type": "integer", "restart_required": 0, "max_size": 1, "min_size": 2}),
            "max_size must be greater than or equal to min_size.",
        ),
        (
            json!({"name": "q", "data_type": "string", "restart_required": true}),
            "Validation error: configuration-parameter['restart_required'] True is not of type 'integer'",
        ),
    ] {
        assert_eq!(parameter("POST", &path, fields).error(), (400, message));
    }
    let text = json!({"name": "other", "data_type": "string", "restart_required": 0});
    let changed = parameter("PUT", &format!("{path}/p"), text).body;
    assert_eq!(
        (&changed["name"], &changed["type"], changed.get("max_size")),
        (&json!("p"), &json!("string"), None)
    );
    assert_eq!(bench.admin("DELETE", &format!("{path}/p"), Value::Null).status, 204);
    let gone = bench.admin("DELETE", &format!("{path}/p"), Value::Null);
    assert_eq!(gone.error(), (400, "Parameter p does not exist in the database."));
}

#[test] // docs/server-behaviour.md 1
fn names_end_at_the_first_dot_when_faithful() {
    for (faithful, status) in [(false, 200), (true, 404)] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let path = format!("/mgmt/datastores/versions/{VERSION}/parameters");
        let new = json!({"configuration-parameter": {"name": "wait.x", "data_type": "string", "restart_required": 0}});
        assert_eq!(bench.admin("POST", &path, new).status, 200);
        assert_eq!(bench.admin_get(&format!("{path}/wait.x")).status, status);
    }
}

#[test] // docs/server-behaviour.md 64
fn secrets_in_values_are_masked() {
    let bench = Bench::new();
    let new = json!({"configuration-parameter": {"name": "my_password", "data_type": "string", "restart_required": 0}});
    bench.admin("POST", &format!("/mgmt/datastores/versions/{VERSION}/parameters"), new);
    let all = |password: &str, text: &str| json!({"My_Password": password, "collation_server": text, "local_infile": 1});
    let id = create(&bench, all("secret", "x password=secret y"));
    assert_eq!(values(&bench, &id), all("***", "x password=*** y"));
}
