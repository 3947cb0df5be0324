//! Tests of backups.

use crate::sandbox::state::seed;
use crate::sandbox::tests::{Answer, Bench};
use crate::sandbox::trove::model::quota;
use serde_json::{Value, json};

const NOBODY: &str = "11111111-1111-1111-1111-111111111111";
const MYSQL: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";

fn ask(bench: &Bench, name: &str, instance: &str, more: Value) -> Answer {
    let mut input = json!({"name": name, "instance": instance});
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    bench.demo("POST", "/backups", json!({"backup": input}))
}

/// Takes a backup, waits for its completion, and returns its ID.
fn done(bench: &Bench, name: &str, instance: &str, more: Value) -> String {
    let answer = ask(bench, name, instance, more);
    assert_eq!(answer.status, 202, "{answer:?}");
    bench.wait(3);
    answer.body["backup"]["id"].as_str().unwrap().to_owned()
}

fn show(bench: &Bench, id: &str) -> Value {
    bench.get(&format!("/backups/{id}")).body["backup"].clone()
}

fn names(body: &Value) -> Vec<&str> {
    body["backups"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

fn in_use(bench: &Bench) -> i64 {
    quota::in_use(&bench.sandbox.lock(), seed::DEMO.project_id, "backups").unwrap()
}

#[test] // docs/server-behaviour.md 65
fn a_new_backup_is_shown_as_the_server_does() {
    let bench = Bench::new();
    let instance = bench.running("db1");
    let answer = ask(&bench, "b", &instance, json!({"description": "d"}));
    let id = answer.body["backup"]["id"].clone();
    let mut wanted = json!({
        "id": id, "name": "b", "description": "d", "locationRef": null, "instance_id": instance,
        "created": "2026-11-21T06:11:15", "updated": "2026-11-21T06:11:15", "size": null,
        "status": "NEW", "parent_id": null, "project_id": seed::DEMO.project_id,
        "datastore": {"type": "mysql", "version": "8.0.32", "version_id": MYSQL},
    });
    assert_eq!((answer.status, &answer.body["backup"]), (202, &wanted));
    assert_eq!(bench.state(&instance), "BACKUP/HEALTHY");
    bench.wait(1);
    let id = id.as_str().unwrap();
    assert_eq!(show(&bench, id)["status"], "BUILDING");
    bench.wait(2);
    let location = format!(
        "http://swift.sandbox/v1/AUTH_{}/database_backups/{id}.xbstream.gz",
        seed::DEMO.project_id
    );
    for (key, value) in [
        ("status", json!("COMPLETED")),
        ("size", json!(0.14)),
        ("updated", json!("2026-11-21T06:11:18")),
        ("locationRef", json!(location)),
    ] {
        wanted[key] = value;
    }
    assert_eq!(show(&bench, id), wanted);
    assert_eq!(bench.state(&instance), "ACTIVE/HEALTHY");
    assert_eq!(bench.get("/backups").body, json!({"backups": [wanted]}));
}

#[test]
fn an_instance_is_busy_during_a_backup() {
    let bench = Bench::new();
    let unbuilt = bench.create("young");
    let text = format!("Instance {unbuilt} is not ready.");
    assert_eq!(ask(&bench, "b", &unbuilt, json!({})).error(), (422, text.as_str()));
    let path = format!("/instances/{unbuilt}/backups");
    assert_eq!(bench.get(&path).error(), (422, text.as_str()));
    let id = bench.running("db1");
    assert_eq!(ask(&bench, "b", &id, json!({})).status, 202);
    let text = format!(
        "Instance {id} is not currently available for an action to be performed (instance status was BACKUP)."
    );
    assert_eq!(ask(&bench, "c", &id, json!({})).error(), (422, text.as_str()));
    let fault = &bench.get(&format!("/instances/{id}")).body["instance"]["fault"];
    assert_eq!(fault["message"], text.replace(" (", "\n("));
    let restart = json!({"restart": {}});
    assert_eq!(bench.demo("POST", &format!("/instances/{id}/action"), restart).status, 422);
}

#[test]
fn invalid_requests_are_refused_as_the_server_does() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let missing = format!("Resource {NOBODY} cannot be found.");
    for (input, status, text) in [
        (json!({}), 400, "Validation error: backup 'name' is a required property"),
        (json!({"name": "b"}), 400, "instance is missing."),
        (json!({"name": "b", "instance": NOBODY}), 404, &missing),
        (json!({"name": "b", "instance": id, "parent_id": NOBODY}), 404, &missing),
        (
            json!({"name": "b", "instance": id, "incremental": true}),
            400,
            "Validation error: backup['incremental'] True is not of type 'integer'",
        ),
        (
            json!({"name": "b", "instance": id, "swift_container": "a b"}),
            400,
            "The value is not allowed: a b.",
        ),
        (
            json!({"name": "b", "restore_from": {"size": "1"}}),
            400,
            "Validation error: backup['restore_from'] 'remote_location' is a required property; backup['restore_from'] 'local_datastore_version_id' is a required property; backup['restore_from']['size'] '1' is not of type 'number'",
        ),
        (
            json!({"name": "b", "restore_from": {"remote_location": "http://x/c/o", "local_datastore_version_id": NOBODY, "size": 1}}),
            400,
            "Datastore version '11111111-1111-1111-1111-111111111111' cannot be found.",
        ),
        (
            json!({"name": "b", "restore_from": {"remote_location": "zzz", "local_datastore_version_id": MYSQL, "size": 1}}),
            400,
            "Failed to restore backup from zzz",
        ),
    ] {
        let answer = bench.demo("POST", "/backups", json!({"backup": input}));
        assert_eq!(answer.error(), (status, text));
    }
    assert_eq!(bench.get(&format!("/backups/{NOBODY}")).error(), (404, missing.as_str()));
    assert_eq!(bench.delete(&format!("/backups/{NOBODY}")).error(), (404, missing.as_str()));
    assert_eq!((bench.get("/backups").body, in_use(&bench)), (json!({"backups": []}), 0));
}

#[test]
fn an_incremental_backup_has_the_last_or_the_named_parent() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let first = done(&bench, "a", &id, json!({"incremental": 1}));
    assert_eq!(show(&bench, &first)["parent_id"], Value::Null, "there was none yet");
    let second = done(&bench, "b", &id, json!({"incremental": 1}));
    assert_eq!(show(&bench, &second)["parent_id"], first.as_str());
    let third = done(&bench, "c", &id, json!({"incremental": 0, "parent_id": first}));
    assert_eq!(show(&bench, &third)["parent_id"], first.as_str());
    assert_eq!(in_use(&bench), 3);
    // Deleting a backup deletes the incremental ones that are based on it.
    assert_eq!(bench.delete(&format!("/backups/{first}")).status, 202);
    assert_eq!(names(&bench.get("/backups").body), ["c", "b", "a"]);
    bench.wait(1);
    assert_eq!(bench.get("/backups").body, json!({"backups": []}));
    assert_eq!((in_use(&bench), bench.sandbox.counts().unwrap().pending), (0, 0));
}

#[test] // docs/server-behaviour.md 32
fn a_running_backup_cannot_be_deleted() {
    for (faithful, status) in [(false, 422), (true, 500)] {
        let bench = Bench::with(|options| {
            options.faithful = faithful;
            options.faults = "status=BUILD:slow".parse().unwrap();
        });
        let id = bench.running("db1");
        let backup = ask(&bench, "slow", &id, json!({})).body["backup"]["id"].clone();
        let path = format!("/backups/{}", backup.as_str().unwrap());
        let answer = bench.delete(&path);
        assert_eq!(answer.status, status);
        if !faithful {
            let text = format!(
                "Backup {} cannot be deleted because it is running.",
                backup.as_str().unwrap()
            );
            assert_eq!(answer.error().1, text);
            bench.wait(3 * 86_400);
            let bench = Bench { demo: bench.login(&seed::DEMO), ..bench };
            assert_eq!(bench.delete(&path).status, 202);
        }
    }
}

#[test] // docs/server-behaviour.md 5
fn a_second_delete_refunds_the_quota_only_when_faithful() {
    for (faithful, left) in [(false, 1), (true, 0)] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let id = bench.running("db1");
        let (one, _) = (done(&bench, "a", &id, json!({})), done(&bench, "b", &id, json!({})));
        for _ in 0..2 {
            assert_eq!(bench.delete(&format!("/backups/{one}")).status, 202);
        }
        assert_eq!(in_use(&bench), left);
    }
}

#[test]
fn backups_have_a_quota() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let sql = "INSERT INTO quotas VALUES (?1, 'backups', 1)";
    bench.sandbox.lock().execute(sql, [seed::DEMO.project_id]).unwrap();
    done(&bench, "a", &id, json!({}));
    let answer = ask(&bench, "b", &id, json!({}));
    assert_eq!(answer.error(), (413, "Quota exceeded for resources: ['backups']."));
}

#[test] // docs/server-behaviour.md 46
fn pages_have_an_offset_and_a_full_last_page_has_a_next_link() {
    let bench = Bench::new();
    let id = bench.running("db1");
    for number in 0..4 {
        done(&bench, &format!("b{number}"), &id, json!({}));
    }
    let page = bench.get("/backups?limit=2&marker=2").body;
    assert_eq!(names(&page), ["b1", "b0"]);
    let project = seed::DEMO.project_id;
    let href = format!("http://cloud:8779/v1.0/{project}/backups?limit=2&marker=4");
    assert_eq!(page["links"], json!([{"rel": "next", "href": href}]));
    assert_eq!(bench.get("/backups?limit=2&marker=4").body, json!({"backups": []}));
    assert_eq!(names(&bench.get("/backups?limit=100").body).len(), 4);
    let endless = bench.get("/backups?limit=0").body;
    assert_eq!(names(&endless), [""; 0]);
    assert!(endless["links"][0]["href"].as_str().unwrap().ends_with("?limit=0&marker=0"));
    for query in ["limit=x", "marker=x", "limit=-1", "marker=-1"] {
        assert_eq!(bench.get(&format!("/backups?{query}")).status, 400);
    }
    let of_instance = bench.get(&format!("/instances/{id}/backups?limit=1")).body;
    assert_eq!(names(&of_instance), ["b3"]);
    let href = of_instance["links"][0]["href"].as_str().unwrap();
    assert!(href.ends_with(&format!("/instances/{id}/backups?limit=1&marker=1")), "{href}");
}

#[test]
fn lists_can_be_filtered() {
    let bench = Bench::new();
    let (one, two) = (bench.running("db1"), bench.running("db2"));
    let body = json!({"instance": {"name": "pg", "flavorRef": "1", "volume": {"size": 1},
        "datastore": {"type": "postgresql"}}});
    let pg = bench.demo("POST", "/instances", body).body["instance"]["id"].clone();
    bench.wait(6);
    for (name, instance) in [("a", one.as_str()), ("b", &two), ("c", pg.as_str().unwrap())] {
        done(&bench, name, instance, json!({}));
    }
    let list = |query: &str| bench.get(&format!("/backups?{query}"));
    assert_eq!(names(&list(&format!("instance_id={one}")).body), ["a"]);
    assert_eq!(names(&list("datastore=mysql").body), ["b", "a"]);
    assert_eq!(names(&list("all_projects=False").body), ["c", "b", "a"]);
    assert_eq!(list("datastore=nope").error(), (404, "Datastore 'nope' cannot be found."));
    let denied = "Policy doesn't allow backup:index:all_projects to be performed.";
    for query in ["all_projects=True", &format!("project_id={}", seed::DEMO.project_id)] {
        assert_eq!(list(query).error(), (403, denied), "docs/server-behaviour.md 40");
        assert_eq!(names(&bench.admin_get(&format!("/backups?{query}")).body), ["c", "b", "a"]);
    }
    // docs/server-behaviour.md 39: administrators list the backups of their own project by default.
    assert_eq!(bench.admin_get("/backups").body, json!({"backups": []}));
    assert_eq!(names(&bench.admin_get(&format!("/instances/{one}/backups")).body), ["a"]);
}

#[test]
fn a_backup_is_restored_with_its_databases_and_users() {
    let bench = Bench::new();
    let input = json!({"instance": {"name": "db1", "flavorRef": "2", "volume": {"size": 1},
        "databases": [{"name": "app"}],
        "users": [{"name": "u", "password": "p", "databases": [{"name": "app"}]}]}});
    let answer = bench.demo("POST", "/instances", input);
    bench.wait(6);
    let backup = done(&bench, "b", answer.body["instance"]["id"].as_str().unwrap(), json!({}));
    let restore = |more: Value| {
        let mut input = json!({"name": "copy", "flavorRef": "2", "volume": {"size": 1},
            "restorePoint": {"backupRef": backup}});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        bench.demo("POST", "/instances", json!({"instance": input}))
    };
    let text = "The datastore from which the backup was taken, mysql, does not match the destination datastore of postgresql.";
    assert_eq!(restore(json!({"datastore": {"type": "postgresql"}})).error(), (400, text));
    let answer = restore(json!({}));
    let copy = answer.body["instance"]["id"].as_str().unwrap();
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table} WHERE instance = ?1");
        bench.sandbox.lock().query_row(&sql, [copy], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(["databases", "database_users", "grants"].map(count), [1, 1, 1]);
    bench.wait(6);
    assert_eq!(bench.state(copy), "ACTIVE/HEALTHY");
}

#[test]
fn only_completed_backups_that_fit_are_restored() {
    let bench = Bench::with(|options| options.faults = "status=ERROR:bad".parse().unwrap());
    let id = bench.running("db1");
    let restore = |backup: &str| {
        bench.demo(
            "POST",
            "/instances",
            json!({"instance": {"name": "copy", "flavorRef": "2", "volume": {"size": 1},
                "restorePoint": {"backupRef": backup}}}),
        )
    };
    let bad = done(&bench, "bad", &id, json!({}));
    assert_eq!(show(&bench, &bad)["status"], "FAILED");
    let text = format!(
        "Unable to create instance because backup {bad} is not completed. Actual state: FAILED."
    );
    assert_eq!(restore(&bad).error(), (409, text.as_str()));
    let remote = |size: f64| {
        let input = json!({"name": "r", "restore_from": {"remote_location": "http://x/c/o",
            "local_datastore_version_id": MYSQL, "size": size}});
        let answer = bench.demo("POST", "/backups", json!({"backup": input}));
        assert_eq!(answer.body["backup"]["status"], "RESTORED", "{answer:?}");
        assert_eq!(answer.body["backup"]["instance_id"], Value::Null);
        answer.body["backup"]["id"].as_str().unwrap().to_owned()
    };
    let text = "Backup is too large for given flavor or volume. Backup size: 1.5 GBs. Available size: 1 GBs.";
    assert_eq!(restore(&remote(1.5)).error(), (403, text));
    assert_eq!(restore(&remote(0.5)).status, 200);
}

#[test] // docs/server-behaviour.md 14
fn a_replica_starts_from_a_backup_that_is_deleted_after_the_build() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let full = done(&bench, "full", &id, json!({}));
    let body = json!({"instance": {"name": "copy", "replica_of": id}});
    let copy = bench.demo("POST", "/instances", body).body["instance"]["id"].clone();
    let snapshot = bench.get("/backups?limit=1").body["backups"][0].clone();
    let name = format!("Replication snapshot for {}", copy.as_str().unwrap());
    assert_eq!((&snapshot["name"], &snapshot["parent_id"]), (&json!(name), &json!(full)));
    assert_eq!(snapshot["description"], "Backup image used to initialize replication slave");
    bench.wait(6);
    assert_eq!(names(&bench.get("/backups").body), ["full"]);
    assert_eq!(in_use(&bench), 1);
}

#[test]
fn resetting_an_instance_fails_its_backups() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let backup = ask(&bench, "b", &id, json!({})).body["backup"]["id"].clone();
    let reset = json!({"reset_status": {}});
    assert_eq!(bench.admin("POST", &format!("/instances/{id}/action"), reset).status, 202);
    bench.wait(10);
    assert_eq!(show(&bench, backup.as_str().unwrap())["status"], "FAILED");
}

#[test]
fn containers_come_from_the_request_or_a_strategy() {
    let bench = Bench::new();
    let id = bench.running("db1");
    let strategy =
        |input: Value| bench.demo("POST", "/backup_strategies", json!({"backup_strategy": input}));
    let container = |more: Value| {
        let backup = done(&bench, "b", &id, more);
        let location = show(&bench, &backup)["locationRef"].as_str().unwrap().to_owned();
        location.split('/').nth(5).unwrap_or(&location).to_owned()
    };
    assert_eq!(container(json!({})), "database_backups");
    let answer = strategy(json!({"swift_container": "all"}));
    let project = seed::DEMO.project_id;
    let wanted = json!({"backup_strategy": {
        "project_id": project, "instance_id": "", "backend": "swift", "swift_container": "all"}});
    assert_eq!((answer.status, answer.body), (202, wanted));
    assert_eq!(container(json!({})), "all");
    strategy(json!({"swift_container": "one", "instance_id": id}));
    strategy(json!({"swift_container": "own", "instance_id": id}));
    assert_eq!(container(json!({})), "own");
    assert_eq!(container(json!({"swift_container": "said"})), "said");
    assert!(container(json!({"storage_driver": "cinder"})).starts_with("cinder://"));
}

#[test] // docs/server-behaviour.md 67
fn strategies_are_not_checked_and_deleting_none_succeeds() {
    let bench = Bench::new();
    let strategy = |input: Value| {
        let answer = bench.demo("POST", "/backup_strategies", json!({"backup_strategy": input}));
        let (status, message) = answer.error();
        (status, message.to_owned())
    };
    let text = "Validation error: backup_strategy 'swift_container' is a required property";
    assert_eq!(strategy(json!({})), (400, text.into()));
    let text = "Validation error: backup_strategy Additional properties are not allowed ('project_id' was unexpected)";
    assert_eq!(strategy(json!({"swift_container": "c", "project_id": "x"})), (400, text.into()));
    assert_eq!(strategy(json!({"swift_container": "a b;", "instance_id": NOBODY})).0, 202);
    assert_eq!(strategy(json!({"swift_container": "all"})).0, 202);
    let containers = |query: &str| -> Vec<String> {
        let body = bench.get(&format!("/backup_strategies{query}")).body;
        let rows = body["backup_strategies"].as_array().unwrap().clone();
        rows.iter().map(|row| row["swift_container"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(containers(""), ["a b;", "all"]);
    assert_eq!(containers(&format!("?instance_id={NOBODY}")), ["a b;"]);
    for _ in 0..2 {
        assert_eq!(bench.delete("/backup_strategies").status, 202);
        assert_eq!(containers(""), ["a b;"]);
    }
    let other = format!("/backup_strategies?project_id={}", seed::ADMIN.project_id);
    let denied = format!("Operation not allowed for tenant {}.", seed::DEMO.project_id);
    assert_eq!(bench.get(&other).error(), (403, denied.as_str()));
    assert_eq!(bench.delete(&other).error(), (403, denied.as_str()));
    let others = format!("/backup_strategies?project_id={}", seed::DEMO.project_id);
    let rows = bench.admin_get(&others).body["backup_strategies"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1);
}
