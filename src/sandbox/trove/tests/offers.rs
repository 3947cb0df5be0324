//! Tests of flavors, datastores and versions.

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

const MYSQL_8: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";

#[test]
fn mysql_is_the_first_datastore() {
    let bench = Bench::new();
    for answer in [bench.get("/datastores"), bench.admin_get("/datastores")] {
        assert_eq!(answer.body["datastores"][0]["name"], "mysql");
    }
}

#[test]
fn flavors_are_listed_and_shown() {
    let bench = Bench::new();
    let flavors = bench.get("/flavors").body["flavors"].clone();
    let ids: Vec<&str> = flavors
        .as_array()
        .unwrap()
        .iter()
        .map(|flavor| flavor["str_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "custom"]);
    let one = bench.get("/flavors/1").body["flavor"].clone();
    let project = seed::DEMO.project_id;
    assert_eq!(
        one,
        json!({
            "id": 1,
            "links": [
                {"href": format!("http://cloud:8779/v1.0/{project}/flavors/1"), "rel": "self"},
                {"href": "http://cloud:8779/flavors/1", "rel": "bookmark"},
            ],
            "name": "m1.tiny", "ram": 512, "vcpus": 10, "disk": 0, "ephemeral": 0,
            "str_id": "1", "local_storage": 0,
        })
    );
    // docs/server-behaviour.md 55: an ID that is no number is null.
    assert_eq!(flavors[12]["id"], Value::Null);
    assert_eq!(bench.get("/flavors/99").error(), (404, "Resource 99 cannot be found."));
    // docs/server-behaviour.md 69: every version has all flavors.
    assert_eq!(bench.get("/datastores/mysql/versions/xx/flavors").body["flavors"], flavors);
}

#[test]
fn inactive_versions_are_listed_for_administrators_only() {
    let bench = Bench::new();
    let names = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let seen = bench.get("/datastores").body["datastores"].clone();
    assert_eq!(names(&seen), ["mysql", "postgresql", "mariadb"]);
    assert_eq!(names(&seen[0]["versions"]), ["8.4.0", "8.0.32"]);
    assert_eq!(seen[0]["default_version"], MYSQL_8);
    let all = bench.admin_get("/datastores").body["datastores"].clone();
    assert_eq!(names(&all[0]["versions"]), ["8.4.0", "8.0.32", "5.7.29"]);
    assert_eq!(all[0]["versions"][2]["active"], 0);
    let one = bench.admin_get("/datastores/mysql").body["datastore"].clone();
    assert_eq!(names(&one["versions"]), ["8.4.0", "8.0.32"]);
    let list = bench.admin_get("/datastores/mysql/versions").body["versions"].clone();
    assert_eq!(names(&list), ["8.4.0", "8.0.32", "5.7.29"]);
}

#[test]
fn a_single_version_has_active_as_a_boolean() {
    let bench = Bench::new();
    let version = bench.admin_get("/datastores/mysql/versions/8.0.32").body["version"].clone();
    assert_eq!(version["active"], true);
    assert_eq!(version["image_tags"], json!(["trove", "mysql"]));
    assert_eq!(version["packages"], "");
    let path = format!("/datastores/versions/{MYSQL_8}");
    assert_eq!(bench.admin_get(&path).body["version"], version);
    let plain = bench.get(&path).body["version"].clone();
    assert!(plain.get("active").is_none());
    assert_eq!(plain["datastore"], "a00000a0-00a0-0a00-00a0-000a000000aa");
}

#[test] // docs/server-behaviour.md 28
fn missing_versions_are_400_or_404() {
    let bench = Bench::new();
    for (path, status, text) in [
        ("/datastores/none", 404, "Datastore 'none' cannot be found."),
        ("/datastores/none/versions", 404, "Datastore 'none' cannot be found."),
        ("/datastores/mysql/versions/none", 400, "Datastore version 'none' cannot be found."),
        (
            "/datastores/mysql/versions/b00000b0-00b0-0b00-00b0-000b000000bc",
            404,
            "DBDatastoreVersion Not Found",
        ),
        (
            "/datastores/postgresql/versions/b00000b0-00b0-0b00-00b0-000b000000bb",
            404,
            "DBDatastoreVersion Not Found",
        ),
        ("/datastores/versions/xx", 400, "Datastore version 'xx' cannot be found."),
    ] {
        assert_eq!(bench.get(path).error(), (status, text), "{path}");
    }
}
