//! Tests of logs, from the routes to the object store.

use crate::sandbox::state::seed;
use crate::sandbox::tests::{Answer, Bench};
use serde_json::{Value, json};

fn act(bench: &Bench, id: &str, body: Value) -> Answer {
    bench.demo("POST", &format!("/instances/{id}/log"), body)
}

fn store(bench: &Bench, method: &str, path: &str) -> Answer {
    let path = format!("/swift/v1/AUTH_{}/{path}", seed::DEMO.project_id);
    bench.send(method, &path, &[("x-auth-token", &bench.demo)], None)
}

#[test]
fn a_log_is_enabled_grows_is_published_and_discarded() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let listed = bench.get(&format!("/instances/{id}/log")).body["logs"].clone();
    let names: Vec<_> = listed.as_array().unwrap().iter().map(|log| log["name"].clone()).collect();
    assert_eq!(names, ["general", "slow_query"]);
    assert_eq!(
        listed[0],
        json!({"name": "general", "type": "USER", "status": "Disabled", "published": 0, "pending": 0,
            "container": "None", "prefix": "None", "metafile": format!("{id}/mysql-general_metafile")})
    );
    let state = |body: Value| {
        let log = act(&bench, &id, body).body["log"].clone();
        (log["status"].clone(), log["published"].clone(), log["pending"].clone())
    };
    let banner = 181;
    assert_eq!(
        state(json!({"name": "general", "enable": 1})),
        (json!("Ready"), json!(0), json!(banner))
    );
    assert_eq!(
        state(json!({"name": "general", "publish": true})),
        (json!("Published"), json!(banner), json!(0))
    );
    bench.wait(10);
    let (status, published, pending) = state(json!({"name": "general"}));
    assert_eq!((status, published), (json!("Partial"), json!(banner)));
    let log = act(&bench, &id, json!({"name": "general", "publish": 1})).body["log"].clone();
    assert_eq!(log["published"], json!(banner + pending.as_u64().unwrap()));
    assert_eq!(
        (&log["container"], &log["prefix"]),
        (&json!("database_logs"), &json!(format!("{id}/mysql-general/")))
    );

    let rows =
        store(&bench, "GET", &format!("database_logs?format=json&prefix={id}/mysql-general/"));
    let rows = rows.body.as_array().unwrap().clone();
    assert_eq!(rows.len(), 2);
    let bytes: u64 = rows.iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
    assert_eq!(json!(bytes), log["published"]);
    let name = rows[1]["name"].as_str().unwrap();
    let object = store(&bench, "GET", &format!("database_logs/{name}"));
    assert_eq!(object.headers["x-object-meta-lines"], "2");
    assert!(object.body.as_str().unwrap().contains("('Zoë', '東京', 00000002"), "{object:?}");
    let head = store(&bench, "HEAD", &format!("database_logs/{name}"));
    assert_eq!((head.status, head.headers["x-object-meta-lines"].to_str().unwrap()), (200, "2"));

    assert_eq!(state(json!({"name": "general", "disable": 1})).0, "Disabled");
    bench.wait(60);
    let discarded = act(&bench, &id, json!({"name": "general", "discard": 1})).body["log"].clone();
    assert_eq!((&discarded["published"], &discarded["prefix"]), (&json!(0), &json!("None")));
    assert_eq!(discarded["pending"], log["published"]);
    let rows = store(&bench, "GET", &format!("database_logs?format=json&prefix={id}"));
    assert_eq!(rows.body, json!([]));
}

#[test]
fn long_logs_are_published_as_several_objects() {
    let bench = Bench::new();
    let id = bench.running("db1");
    act(&bench, &id, json!({"name": "general", "enable": 1}));
    bench.wait(5 * 24_000);
    // The first token has expired.
    let demo = bench.login(&seed::DEMO);
    let path = format!("/v1.0/{}/instances/{id}/log", seed::DEMO.project_id);
    let body = json!({"name": "general", "publish": 1});
    let log =
        bench.send("POST", &path, &[("x-auth-token", &demo)], Some(&body)).body["log"].clone();
    let path = format!(
        "/swift/v1/AUTH_{}/database_logs?format=json&prefix={id}/mysql-general/",
        seed::DEMO.project_id
    );
    let rows = bench.send("GET", &path, &[("x-auth-token", &demo)], None).body;
    let sizes: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["bytes"].as_u64().unwrap()).collect();
    assert!(sizes.len() > 1 && sizes.iter().all(|size| *size <= 1_000_000), "{sizes:?}");
    assert_eq!(json!(sizes.iter().sum::<u64>()), log["published"]);
}

#[test]
fn invalid_requests_are_refused_as_the_server_does() {
    let bench = Bench::new();
    let id = bench.running("db1");
    for (body, status, says) in [
        (
            json!({"name": "general", "enable": 1, "disable": 1}),
            400,
            "Cannot enable and disable log.",
        ),
        (
            json!({"name": "nope"}),
            400,
            "An error occurred communicating with the guest: Log 'nope' is not defined..",
        ),
        (
            json!({"name": "error", "enable": 1}),
            400,
            "An error occurred communicating with the guest: Cannot enable a SYSTEM log ('error')..",
        ),
        (
            json!({"name": "error"}),
            400,
            "An error occurred communicating with the guest: You must be admin to show log 'error'..",
        ),
        (json!({}), 400, "The name of the log is missing."),
    ] {
        assert_eq!(act(&bench, &id, body).error(), (status, says));
    }
    let logs = bench.admin_get(&format!("/instances/{id}/log")).body["logs"].clone();
    assert_eq!(logs.as_array().unwrap().len(), 4);
    let building = bench.create("db2");
    let answer = bench.get(&format!("/instances/{building}/log"));
    assert_eq!(answer.error(), (400, "Timeout trying to connect to the Guest Agent."));
    assert_eq!(bench.get("/instances/x/log").status, 404);
}

#[test] // docs/server-behaviour.md 10
fn enabling_a_log_of_postgresql_requires_a_restart() {
    let bench = Bench::new();
    let body = json!({"instance": {"name": "pg", "flavorRef": "2", "volume": {"size": 1},
        "datastore": {"type": "postgresql"}}});
    let id =
        bench.demo("POST", "/instances", body).body["instance"]["id"].as_str().unwrap().to_owned();
    bench.wait(6);
    act(&bench, &id, json!({"name": "general", "enable": 1}));
    assert_eq!(bench.state(&id), "ACTIVE/RESTART_REQUIRED");
}

#[test] // docs/server-behaviour.md 31
fn a_log_without_a_name_crashes_the_server() {
    let bench = Bench::with(|options| options.faithful = true);
    let id = bench.running("db1");
    assert_eq!(act(&bench, &id, json!({"enable": 1})).status, 500);
}

#[test] // docs/server-behaviour.md 37
fn without_an_object_store_every_id_is_501() {
    let bench = Bench::with(|options| options.faults = "swift=off".parse().unwrap());
    for answer in [bench.get("/instances/x/log"), act(&bench, "x", json!({"name": "general"}))] {
        assert_eq!(answer.error(), (501, "Log actions are not supported."));
    }
    assert_eq!(store(&bench, "GET", "database_logs").status, 404);
}

#[test]
fn the_object_store_is_open_only_to_its_project() {
    let bench = Bench::new();
    let path = format!("/swift/v1/AUTH_{}/database_logs", seed::DEMO.project_id);
    let get = |token: &str| bench.send("GET", &path, &[("x-auth-token", token)], None).status;
    assert_eq!((get("x"), get(&bench.admin), get(&bench.demo)), (401, 403, 404));
    let id = bench.running("db1");
    act(&bench, &id, json!({"name": "general", "publish": 1}));
    assert_eq!(get(&bench.demo), 200);
    for (path, status) in [
        ("database_logs?limit=10001", 412),
        ("database_logs?limit=x", 412),
        ("database_logs/nope", 404),
        ("nope", 404),
    ] {
        assert_eq!(store(&bench, "GET", path).status, status, "{path}");
    }
    assert_eq!(store(&bench, "PUT", "database_logs/x").status, 405);
    let page = store(&bench, "GET", "database_logs?limit=1").body;
    assert_eq!(page.as_str().unwrap().lines().count(), 1);
}
