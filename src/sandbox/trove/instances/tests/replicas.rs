//! Tests of replicas and their sources.

use crate::sandbox::trove::instances::tests::{Bench, DONE, action, show, update};
use serde_json::{Value, json};

fn replica(bench: &Bench, name: &str, source: &str) -> String {
    let body = json!({"instance": {"name": name, "replica_of": source}});
    let answer = bench.demo("POST", "/instances", body);
    assert_eq!(answer.status, 200, "{answer:?}");
    bench.wait(6);
    answer.body["instance"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_resize_also_resizes_the_volumes_of_replicas() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let copy = replica(&bench, "copy", &id);
    let resize = |size: Value| action(&bench, &id, json!({"resize": {"volume": {"size": size}}}));
    let smaller = "The new volume 'size' must be larger than the current volume size of '1'.";
    assert_eq!(resize(json!("1")), (400, smaller.into()));
    assert_eq!(resize(json!(26)).0, 413);
    assert_eq!(resize(json!(3)), DONE);
    assert_eq!((bench.state(&id), bench.state(&copy)), ("RESIZE/".into(), "RESIZE/".into()));
    assert_eq!(show(&bench, &id)["volume"], json!({"size": 1}));
    bench.wait(3);
    assert_eq!(show(&bench, &id)["volume"]["size"], 3);
    assert_eq!(show(&bench, &copy)["volume"]["size"], 3);
}

#[test]
fn a_replica_starts_from_a_backup_of_its_source() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let body = json!({"instance": {"name": "copy", "replica_of": id}});
    let copy = bench.demo("POST", "/instances", body.clone()).body["instance"]["id"].clone();
    assert_eq!(bench.state(&id), "BACKUP/HEALTHY");
    assert_eq!(action(&bench, &id, json!({"restart": {}})).0, 422);
    assert_eq!(bench.demo("POST", "/instances", body).status, 422);
    bench.wait(3);
    assert_eq!(bench.state(&id), "ACTIVE/HEALTHY");
    assert_eq!(show(&bench, &id)["replicas"][0]["id"], copy);
    let copy = copy.as_str().unwrap();
    assert_eq!(show(&bench, copy)["replica_of"]["id"], id);
    let body = json!({"instance": {"name": "copy2", "replica_of": copy}});
    let text = format!("Cannot create a replica of a replica {copy}");
    assert_eq!(bench.demo("POST", "/instances", body).error(), (401, text.as_str()));
}

/// Returns the names of the databases, and of the users with their databases.
fn contents(bench: &Bench, id: &str) -> (Value, Value) {
    let list = |what: &str| bench.get(&format!("/instances/{id}/{what}")).body[what].clone();
    (list("databases"), list("users"))
}

#[test]
fn a_replica_has_the_databases_and_users_of_its_source_now_and_later() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let at = |what: &str| format!("/instances/{id}/{what}");
    let users = json!({"users": [{"name": "bob", "password": "p", "databases": [{"name": "a"}]}]});
    bench.demo("POST", &at("databases"), json!({"databases": [{"name": "a"}, {"name": "b"}]}));
    bench.demo("POST", &at("users"), users);
    let copy = replica(&bench, "copy", &id);
    let same = |what: &str| {
        let of_source = contents(&bench, &id);
        assert_eq!(contents(&bench, &copy), of_source, "{what}");
        of_source
    };
    let before = same("now");
    assert_eq!(before.0, json!([{"name": "a"}, {"name": "b"}]));
    for (method, path, body) in [
        ("POST", at("databases"), json!({"databases": [{"name": "c"}]})),
        ("DELETE", at("databases/b"), json!({})),
        ("POST", at("users"), json!({"users": [{"name": "eve", "password": "p"}]})),
        ("PUT", at("users/eve/databases"), json!({"databases": [{"name": "c"}]})),
        ("DELETE", at("users/bob/databases/a"), json!({})),
        ("PUT", at("users/bob"), json!({"user": {"name": "rob"}})),
        ("DELETE", at("users/rob"), json!({})),
    ] {
        let before = same("before");
        assert_eq!(bench.demo(method, &path, body).status, 202, "{method} {path}");
        assert_ne!(same(&path), before, "{method} {path}");
    }
    assert_eq!(bench.demo("POST", &at("root"), json!({})).status, 200);
    assert_eq!(bench.get(&format!("/instances/{copy}/root")).body["rootEnabled"], true);
}

#[test]
fn replicas_follow_a_new_source_and_not_the_old_one() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let (one, two) = (replica(&bench, "one", &id), replica(&bench, "two", &id));
    assert_eq!(action(&bench, &one, json!({"promote_to_replica_source": {}})), DONE);
    bench.wait(3);
    let create = |id: &str, name: &str| {
        let body = json!({"databases": [{"name": name}]});
        bench.demo("POST", &format!("/instances/{id}/databases"), body).status
    };
    assert_eq!(create(&one, "new"), 202);
    for id in [&id, &one, &two] {
        assert_eq!(contents(&bench, id).0, json!([{"name": "new"}]));
    }
    assert_eq!(update(&bench, &two, json!({"replica_of": ""})), DONE);
    bench.wait(3);
    assert_eq!(create(&one, "newer"), 202);
    assert_eq!(contents(&bench, &id).0, json!([{"name": "new"}, {"name": "newer"}]));
    assert_eq!(contents(&bench, &two).0, json!([{"name": "new"}]));
}

#[test] // docs/server-behaviour.md 53
fn several_replicas_are_numbered_and_the_last_is_shown() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let body = json!({"instance": {"name": "copy", "replica_of": id, "replica_count": 3}});
    let answer = bench.demo("POST", "/instances", body);
    assert_eq!(answer.body["instance"]["name"], "copy-3");
    assert_eq!(answer.body["instance"]["password"], json!([null, null, null]));
    bench.wait(6);
    let mut names: Vec<_> = bench.get("/instances").body["instances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["copy-1", "copy-2", "copy-3", "primary"]);
}

#[test]
fn a_replica_can_be_promoted_and_detached() {
    let bench = Bench::new();
    let id = bench.running("primary");
    let (one, two) = (replica(&bench, "one", &id), replica(&bench, "two", &id));
    let refusal = "Detach replicas before deleting replica source.";
    assert_eq!(bench.delete(&format!("/instances/{id}")).error(), (403, refusal));
    let promote = json!({"promote_to_replica_source": {}});
    assert_eq!(
        action(&bench, &id, promote.clone()),
        (400, format!("Instance {id} is not a replica."))
    );
    assert_eq!(action(&bench, &one, promote), DONE);
    for member in [&id, &one, &two] {
        assert_eq!(bench.state(member), "PROMOTE/");
    }
    bench.wait(3);
    assert_eq!(show(&bench, &id)["replica_of"]["id"], one.as_str());
    assert_eq!(show(&bench, &two)["replica_of"]["id"], one.as_str());
    assert!(show(&bench, &one).get("replica_of").is_none());
    assert_eq!(update(&bench, &two, json!({"replica_of": ""})), DONE);
    assert_eq!(bench.state(&two), "DETACH/");
    bench.wait(3);
    assert!(show(&bench, &two).get("replica_of").is_none());
    let again = update(&bench, &two, json!({"replica_of": null}));
    assert_eq!(again, (400, format!("Instance {two} is not a replica.")));
}

#[test]
fn only_a_silent_source_can_be_ejected() {
    let bench = Bench::with(|options| options.faults = "status=SILENT:mute*".parse().unwrap());
    let (alive, mute) = (bench.running("primary"), bench.running("mute"));
    let eject = json!({"eject_replica_source": {}});
    let not_source = format!("Instance {alive} is not a replica source.");
    assert_eq!(action(&bench, &alive, eject.clone()), (400, not_source));
    replica(&bench, "one", &alive);
    let heir = replica(&bench, "two", &mute);
    bench.wait(100);
    let heard = format!("Replica Source {alive} cannot be ejected as it has a current heartbeat");
    assert_eq!(action(&bench, &alive, eject.clone()), (400, heard));
    assert_eq!(bench.state(&mute), "ACTIVE/ERROR");
    assert_eq!(action(&bench, &mute, json!({"restart": {}})).0, 422);
    assert_eq!(action(&bench, &mute, eject), DONE);
    assert_eq!(bench.state(&mute), "EJECT/");
    bench.wait(3);
    assert!(show(&bench, &heir).get("replica_of").is_none());
    assert!(show(&bench, &mute).get("replicas").is_none());
}
