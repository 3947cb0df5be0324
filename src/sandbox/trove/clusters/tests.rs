//! Tests of clusters.

use crate::sandbox::state::seed;
use crate::sandbox::tests::Bench;
use serde_json::{Value, json};

const NONE: (u16, &str) = (404, "Cluster 'x' cannot be found.");
const OLD: &str = "10.11.14";
const NEW: &str = "11.4.8";

fn node() -> Value {
    json!({"flavorRef": "2", "volume": {"size": "1"}})
}

/// Makes the body that creates a cluster.
fn input(nodes: &[Value]) -> Value {
    json!({"cluster": {
        "name": "c", "datastore": {"type": "mariadb", "version": OLD}, "instances": nodes,
    }})
}

/// Creates a cluster of three members, and returns its path.
fn created(bench: &Bench) -> String {
    let answer = bench.demo("POST", "/clusters", input(&[node(), node(), node()]));
    assert_eq!(answer.status, 200, "{answer:?}");
    format!("/clusters/{}", answer.body["cluster"]["id"].as_str().unwrap())
}

/// Creates a cluster of three members, waits until it is ready, and returns its path.
fn ready(bench: &Bench) -> String {
    let path = created(bench);
    bench.wait(8);
    assert_eq!(task(bench, &path), "NONE");
    path
}

fn shown(bench: &Bench, path: &str) -> Value {
    bench.get(path).body["cluster"].clone()
}

fn task(bench: &Bench, path: &str) -> String {
    shown(bench, path)["task"]["name"].as_str().unwrap().to_owned()
}

/// Returns the statuses of all members.
fn members(bench: &Bench, path: &str, key: &str) -> Vec<String> {
    let cluster = shown(bench, path);
    let members = cluster["instances"].as_array().unwrap().iter();
    members.map(|member| member[key].as_str().unwrap().to_owned()).collect()
}

fn in_use(bench: &Bench, resource: &str) -> i64 {
    let quotas = bench.get(&format!("/mgmt/quotas/{}", seed::DEMO.project_id)).body;
    let quotas = quotas["quotas"].as_array().unwrap().clone();
    quotas.iter().find(|quota| quota["resource"] == resource).unwrap()["in_use"].as_i64().unwrap()
}

#[test]
fn missing_clusters_are_not_found() {
    let bench = Bench::new();
    assert_eq!(bench.get("/clusters").body, json!({"clusters": []}));
    assert_eq!(bench.get("/clusters/x").error(), NONE);
    assert_eq!(bench.delete("/clusters/x").error(), NONE);
    assert_eq!(bench.get("/clusters/x/instances/y").error(), NONE);
}

#[test]
fn only_some_datastores_support_clusters() {
    let bench = Bench::new();
    let create = |kind: &str, version: &str, instance: Value| {
        let mut input = input(&[instance]);
        input["cluster"]["datastore"] = json!({"type": kind, "version": version});
        let answer = bench.demo("POST", "/clusters", input);
        (answer.status, answer.error().1.to_owned())
    };
    for (kind, version, status, message) in [
        ("mysql", "8.0.32", 501, "Clusters not supported for mysql-8.0.32."),
        ("postgresql", "16.4", 501, "Clusters not supported for postgresql-16.4."),
        ("nope", "1", 404, "Datastore 'nope' cannot be found."),
        ("mysql", "9", 400, "Datastore version '9' cannot be found."),
    ] {
        assert_eq!(create(kind, version, node()), (status, message.to_owned()));
    }
    let message =
        "Validation error: cluster['instances'][0]['volume'] 'size' is a required property";
    let wrong = create("mysql", "8.0.32", json!({"flavorRef": "2", "volume": {}}));
    assert_eq!(wrong, (400, message.to_owned()));
}

#[test]
fn actions_are_checked_before_the_cluster_is_searched() {
    let bench = Bench::new();
    for (body, expected) in [
        (json!({"restart": {}}), NONE),
        (json!({"nonsense": {}}), NONE),
        (json!({"grow": []}), NONE),
        (
            json!({"restart": {}, "grow": []}),
            (400, "Action request should have exactly one action specified in body"),
        ),
        (
            json!({"grow": [{"flavorRef": "2", "type": ["a"]}]}),
            (400, "Validation error: grow[0]['type'] ['a'] is not of type 'string'"),
        ),
        (
            json!({"upgrade": {}}),
            (400, "Validation error: upgrade 'datastore_version' is a required property"),
        ),
    ] {
        assert_eq!(bench.demo("POST", "/clusters/x", body).error(), expected);
    }
    let path = ready(&bench);
    for action in ["add_shard", "nonsense"] {
        let message = format!("Action {action} not supported");
        let answer = bench.demo("POST", &path, json!({action: {}}));
        assert_eq!(answer.error(), (400, message.as_str()));
    }
}

#[test]
fn members_must_be_equal_and_enough() {
    let bench = Bench::new();
    let flavor = |id: &str| json!({"flavorRef": id, "volume": {"size": 1}});
    let sized = |size: i64| json!({"flavorRef": "2", "volume": {"size": size}});
    let on = |last: u8| {
        let network = format!("6f4a1a9c-1d0c-4b7e-9a43-0d5c6f3f000{last}");
        json!({"flavorRef": "2", "volume": {"size": 1}, "nics": [{"network_id": network}]})
    };
    for (nodes, expected) in [
        (
            vec![node(), node()],
            (400, "The number of instances for your initial cluster must be at least 3."),
        ),
        (vec![node(), node(), flavor("99")], (400, "Resource 99 cannot be found.")),
        (
            vec![node(), node(), json!({"flavorRef": "2"})],
            (400, "A volume size is required for each instance in the cluster."),
        ),
        (
            vec![sized(26), sized(26), sized(26)],
            (413, "Volume 'size' cannot exceed maximum of 25 Gb, 26 cannot be accepted."),
        ),
        (
            vec![node(), node(), flavor("3")],
            (400, "The flavor for each instance in a cluster must be the same."),
        ),
        (
            vec![node(), node(), sized(2)],
            (400, "The volume size for each instance in a cluster must be the same."),
        ),
        (
            vec![on(1), on(1), on(2)],
            (400, "The network for each instance in a cluster must be the same."),
        ),
    ] {
        assert_eq!(bench.demo("POST", "/clusters", input(&nodes)).error(), expected);
    }
    let mut input = input(&[node(), node(), node()]);
    input["cluster"]["locality"] = json!("nowhere");
    let (status, message) = (400, "Invalid locality 'nowhere'. Must be one of");
    let answer = bench.demo("POST", "/clusters", input);
    assert_eq!(answer.status, status);
    assert!(answer.error().1.starts_with(message), "{answer:?}");
    assert_eq!(
        (in_use(&bench, "instances"), bench.get("/clusters").body),
        (0, json!({"clusters": []}))
    );
}

#[test]
fn a_cluster_is_built_and_shown() {
    let bench = Bench::new();
    let answer = bench.demo("POST", "/clusters", input(&[node(), node(), node()])).body;
    let reply = &answer["cluster"];
    let id = reply["id"].as_str().unwrap();
    assert_eq!(
        reply["task"],
        json!({"id": 2, "name": "BUILDING", "description": "Building the initial cluster."})
    );
    assert_eq!(reply["datastore"], json!({"type": "mariadb", "version": OLD}));
    let first = &reply["instances"][0];
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "name", "type", "links"]);
    let path = format!("/clusters/{id}");
    assert_eq!(members(&bench, &path, "status"), ["BUILD"; 3]);
    let mut names = members(&bench, &path, "name");
    names.sort_unstable();
    assert_eq!(names, ["c-member-1795241469", "c-member-1795241470", "c-member-1795241471"]);
    assert_eq!(bench.get("/clusters").body["clusters"][0]["id"], *id);
    let busy = "This action cannot be performed on the cluster while the current cluster task is 'BUILDING'.";
    assert_eq!(bench.delete(&path).error(), (422, busy));
    assert_eq!(bench.demo("POST", &path, json!({"restart": {}})).error(), (422, busy));
    bench.wait(7);
    assert_eq!(
        (task(&bench, &path).as_str(), members(&bench, &path, "status")),
        ("BUILDING", vec!["ACTIVE".to_owned(); 3])
    );
    bench.wait(1);
    let cluster = shown(&bench, &path);
    assert_eq!(cluster["task"]["name"], "NONE");
    assert_eq!(cluster["ip"].as_array().unwrap().len(), 3);
    let member = &cluster["instances"][1];
    assert_eq!(cluster["ip"][1], member["ip"][0]);
    assert_eq!((&member["volume"], &member["flavor"]["id"]), (&json!({"size": 1}), &json!("2")));
    assert_eq!(in_use(&bench, "instances"), 3);
    assert_eq!(in_use(&bench, "ram"), 3 * 2048);
    assert_eq!(in_use(&bench, "volumes"), 3);
}

#[test]
fn members_are_instances_that_only_their_cluster_can_change() {
    let bench = Bench::new();
    let path = ready(&bench);
    let member = members(&bench, &path, "id").remove(0);
    assert_eq!(bench.get("/instances").body["instances"], json!([]));
    let all = bench.get("/instances?include_clustered=true").body;
    assert_eq!(all["instances"].as_array().unwrap().len(), 3);
    let alone = bench.get(&format!("{path}/instances/{member}")).body["instance"].clone();
    assert_eq!(alone, bench.get(&format!("/instances/{member}")).body["instance"]);
    assert_eq!(alone["region"], Value::Null);
    assert_eq!(alone["cluster_id"], path.rsplit('/').next().unwrap());
    let refused = (501, "Operation not supported for instances that are part of a cluster.");
    let instance = format!("/instances/{member}");
    let action = format!("{instance}/action");
    assert_eq!(bench.delete(&instance).error(), refused);
    for body in [
        json!({"restart": {}}),
        json!({"resize": {"flavorRef": "3"}}),
        json!({"resize": {"volume": {"size": 2}}}),
    ] {
        assert_eq!(bench.demo("POST", &action, body).error(), refused);
    }
    assert_eq!(bench.admin("POST", &action, json!({"restart": {}})).status, 202);
    let backup = json!({"backup": {"name": "b", "instance": members(&bench, &path, "id")[1]}});
    assert_eq!(bench.demo("POST", "/backups", backup).error(), refused);
    let strange = format!("{path}/instances/11111111-1111-4111-8111-111111111111");
    assert_eq!(bench.get(&strange).status, 404);
}

#[test]
fn a_cluster_grows_and_shrinks() {
    let bench = Bench::new();
    let path = ready(&bench);
    let mut named = node();
    named["name"] = json!("four");
    let answer = bench.demo("POST", &path, json!({"grow": [named]}));
    assert_eq!((answer.status, &answer.body["cluster"]["task"]["id"]), (202, &json!(5)));
    assert_eq!(answer.body["cluster"]["instances"].as_array().unwrap().len(), 4);
    bench.wait(8);
    let names = members(&bench, &path, "name");
    let at = names.iter().position(|name| name == "four").unwrap();
    assert_eq!((task(&bench, &path).as_str(), in_use(&bench, "volumes")), ("NONE", 4));
    let ids = members(&bench, &path, "id");
    let shrink = |ids: &[String]| {
        let ids: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
        bench.demo("POST", &path, json!({"shrink": ids}))
    };
    assert_eq!(
        shrink(&ids).error(),
        (400, "Must leave at least one instance in the cluster when shrinking.")
    );
    let answer = shrink(&ids[at..=at]);
    assert_eq!(
        (answer.status, &answer.body["cluster"]["task"]["name"]),
        (202, &json!("SHRINKING_CLUSTER"))
    );
    bench.wait(2);
    assert_eq!((task(&bench, &path).as_str(), in_use(&bench, "volumes")), ("NONE", 3));
    assert!(!members(&bench, &path, "id").contains(&ids[at]));
    let flavors = "The flavor for each instance in a cluster must be the same.";
    assert_eq!(bench.demo("POST", &path, json!({"grow": []})).error(), (400, flavors));
}

#[test]
fn shrinking_deletes_any_instance_when_faithful() {
    for (faithful, status) in [(false, 404), (true, 202)] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let path = ready(&bench);
        let other = bench.running("x");
        let answer = bench.demo("POST", &path, json!({"shrink": [{"id": other}]}));
        assert_eq!(answer.status, status);
        bench.wait(2);
        let left = bench.get("/instances").body["instances"].as_array().unwrap().len();
        assert_eq!(left, usize::from(!faithful));
    }
}

#[test]
fn members_are_restarted_and_upgraded_one_after_the_other() {
    let bench = Bench::new();
    let path = ready(&bench);
    let act = |body: Value| bench.demo("POST", &path, body);
    assert_eq!(act(json!({"restart": {}})).body["cluster"]["task"]["name"], "RESTARTING_CLUSTER");
    bench.wait(3);
    assert_eq!(members(&bench, &path, "status"), ["ACTIVE", "REBOOT", "ACTIVE"]);
    bench.wait(3);
    assert_eq!(
        (task(&bench, &path).as_str(), members(&bench, &path, "status")),
        ("NONE", vec!["ACTIVE".to_owned(); 3])
    );
    for (version, expected) in [
        ("9", (400, "Datastore version '9' cannot be found.")),
        ("8.0.32", (400, "Datastore version '8.0.32' cannot be found.")),
    ] {
        assert_eq!(act(json!({"upgrade": {"datastore_version": version}})).error(), expected);
    }
    let reply = act(json!({"upgrade": {"datastore_version": NEW}})).body["cluster"].clone();
    assert_eq!((&reply["datastore"]["version"], &reply["task"]["id"]), (&json!(OLD), &json!(7)));
    assert_eq!(shown(&bench, &path)["datastore"]["version"], NEW);
    bench.wait(1);
    assert_eq!(members(&bench, &path, "status"), ["UPGRADE", "ACTIVE", "ACTIVE"]);
    bench.wait(11);
    assert_eq!(task(&bench, &path), "NONE");
    for id in members(&bench, &path, "id") {
        let member = bench.get(&format!("/instances/{id}")).body["instance"].clone();
        assert_eq!(member["datastore"]["version"], NEW);
    }
}

#[test]
fn a_configuration_group_is_attached_to_all_members() {
    let bench = Bench::new();
    let path = ready(&bench);
    let group = |version: &str, values: Value| {
        let datastore = json!({"type": "mariadb", "version": version});
        let body = json!({"name": "g", "values": values, "datastore": datastore});
        let answer = bench.demo("POST", "/configurations", json!({"configuration": body})).body;
        answer["configuration"]["id"].as_str().unwrap().to_owned()
    };
    let attach = |id: &str| {
        bench.demo("POST", &path, json!({"configuration_attach": {"configuration_id": id}}))
    };
    let answer = attach("nope");
    assert_eq!(answer.error(), (404, "Configuration group id: nope could not be found."));
    let other = group(NEW, json!({}));
    assert!(attach(&other).error().1.contains("does not match the Datastore Version"));
    let own = group(OLD, json!({}));
    let answer = attach(&own);
    assert_eq!((answer.status, &answer.body["cluster"]["configuration"]), (202, &json!(own)));
    assert_eq!(answer.body["cluster"]["task"]["name"], "NONE");
    let held = |id: &str| {
        let path = format!("/configurations/{id}/instances");
        bench.get(&path).body["instances"].as_array().unwrap().len()
    };
    assert_eq!((held(&own), shown(&bench, &path)["configuration"] == json!(own)), (3, true));
    let answer = bench.demo("POST", &path, json!({"configuration_detach": {}}));
    assert_eq!((answer.status, answer.body["cluster"].get("configuration")), (202, None));
    assert_eq!((held(&own), members(&bench, &path, "status")), (0, vec!["ACTIVE".to_owned(); 3]));
}

#[test]
fn changed_values_require_an_idle_cluster() {
    let bench = Bench::new();
    let datastore = json!({"type": "mariadb", "version": NEW});
    let group = json!({"name": "g", "values": {"connect_timeout": 9}, "datastore": datastore});
    let group = bench.demo("POST", "/configurations", json!({"configuration": group})).body;
    let group = group["configuration"]["id"].as_str().unwrap().to_owned();
    let mut input = input(&[node(), node(), node()]);
    input["cluster"]["datastore"]["version"] = json!(NEW);
    input["cluster"]["configuration"] = json!(group);
    let created = bench.demo("POST", "/clusters", input).body["cluster"].clone();
    assert_eq!(created["configuration"], json!(group));
    let change = |values: Value| {
        let body = json!({"configuration": {"values": values}});
        bench.demo("PATCH", &format!("/configurations/{group}"), body)
    };
    assert_eq!(change(json!({"connect_timeout": 8})).status, 422);
    bench.wait(8);
    let path = format!("/clusters/{}", created["id"].as_str().unwrap());
    assert_eq!(change(json!({"connect_timeout": 7})).status, 200);
    assert_eq!(members(&bench, &path, "status"), ["ACTIVE"; 3]);
    assert_eq!(change(json!({"innodb_buffer_pool_size": 5_242_880})).status, 200);
    assert_eq!(members(&bench, &path, "status"), ["RESTART_REQUIRED"; 3]);
}

#[test]
fn deleting_a_cluster_deletes_its_members() {
    let bench = Bench::new();
    let path = ready(&bench);
    assert_eq!(bench.delete(&path).status, 202);
    assert_eq!(
        (task(&bench, &path).as_str(), members(&bench, &path, "status")),
        ("DELETING", vec!["SHUTDOWN".to_owned(); 3])
    );
    assert_eq!(bench.delete(&path).status, 202);
    bench.wait(2);
    assert_eq!(bench.get(&path).status, 404);
    assert_eq!(bench.get("/instances?include_clustered=true").body["instances"], json!([]));
    assert_eq!((in_use(&bench, "instances"), in_use(&bench, "volumes")), (0, 0));
    let all = bench.admin_get("/mgmt/clusters?deleted=true").body["clusters"].clone();
    assert_eq!((&all[0]["deleted"], &all[0]["task"]["name"]), (&json!(true), &json!("NONE")));
    assert!(all[0]["deleted_at"].is_string());
    assert_eq!(bench.admin_get("/mgmt/clusters?deleted=false").body["clusters"], json!([]));
    assert_eq!(bench.get(&format!("{path}/root")).status, 404);
}

#[test]
fn a_failed_member_fails_its_cluster() {
    let bench = Bench::with(|options| options.faults = "status=ERROR:bad*".parse().unwrap());
    let path = ready(&bench);
    let mut bad = node();
    bad["name"] = json!("bad");
    bench.demo("POST", &path, json!({"grow": [bad]}));
    bench.wait(8);
    assert_eq!(
        (task(&bench, &path).as_str(), members(&bench, &path, "status")),
        ("GROWING_CLUSTER", vec!["ERROR".to_owned(); 4])
    );
    let reset = |force: Value| bench.demo("POST", &path, json!({"reset-status": force}));
    assert_eq!(
        reset(json!({})).error(),
        (403, "Policy doesn't allow cluster:reset-status to be performed.")
    );
    assert_eq!(reset(json!({"force_delete": true})).status, 202);
    assert_eq!(bench.delete(&path).status, 202);
    bench.wait(2);
    assert_eq!(bench.get(&path).status, 404);
}

#[test]
fn clusters_are_listed_in_pages() {
    let bench = Bench::new();
    let mut all: Vec<String> = (0..3).map(|_| created(&bench)).collect();
    all.sort_unstable();
    let page = bench.get("/clusters?limit=2").body;
    let ids = |page: &Value| -> Vec<String> {
        let rows = page["clusters"].as_array().unwrap().iter();
        rows.map(|row| format!("/clusters/{}", row["id"].as_str().unwrap())).collect()
    };
    assert_eq!(ids(&page), all[..2]);
    assert!(page["links"][0]["href"].as_str().unwrap().contains("marker="), "{page}");
    let marker = all[1].rsplit('/').next().unwrap();
    let page = bench.get(&format!("/clusters?limit=2&marker={marker}")).body;
    assert_eq!((ids(&page), page.get("links")), (vec![all[2].clone()], None));
    assert_eq!(bench.admin_get("/clusters").body, json!({"clusters": []}));
    assert_eq!(bench.admin_get(&all[0]).status, 200);
    assert_eq!(bench.get("/clusters?limit=0").status, 400);
}

#[test]
fn the_locality_is_hidden_when_faithful() {
    for (faithful, expected) in [(false, json!("affinity")), (true, Value::Null)] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let mut input = input(&[node(), node(), node()]);
        input["cluster"]["locality"] = json!("affinity");
        let created = bench.demo("POST", "/clusters", input).body["cluster"].clone();
        assert_eq!(created["locality"], "affinity");
        let path = format!("/clusters/{}", created["id"].as_str().unwrap());
        assert_eq!(shown(&bench, &path)["locality"], expected);
    }
}

#[test]
fn clusters_do_not_support_a_superuser() {
    let bench = Bench::new();
    let path = format!("{}/root", ready(&bench));
    let refused = |operation: &str| {
        (400, format!("The '{operation}' operation is not supported for cluster."))
    };
    let answer = bench.get(&path);
    assert_eq!((answer.status, answer.error().1.to_owned()), refused("show_root"));
    let answer = bench.demo("POST", &path, json!({}));
    assert_eq!((answer.status, answer.error().1.to_owned()), refused("enable_root"));
}

#[test]
fn administrators_can_reset_the_task_of_a_cluster() {
    let bench = Bench::new();
    let path = created(&bench);
    let mgmt = format!("/mgmt{path}");
    let shown = bench.admin_get(&mgmt).body["cluster"].clone();
    assert_eq!(shown["tenant_id"], seed::DEMO.project_id);
    assert_eq!((&shown["deleted"], &shown["task"]["id"]), (&json!(false), &json!(2)));
    let act = |body: Value| bench.admin("POST", &format!("{mgmt}/action"), body);
    assert_eq!(act(json!({"x": {}})).error(), (400, "Invalid cluster action requested."));
    let answer = act(json!({"reset-task": {}}));
    assert_eq!((answer.status, answer.body), (202, json!("")));
    assert_eq!(task(&bench, &path), "NONE");
    // Members in a build cannot be deleted, and so the cluster cannot.
    let first = members(&bench, &path, "id").remove(0);
    let message = format!("Instance {first} is not ready. (Status is BUILD).");
    let answer = bench.delete(&path);
    assert_eq!(answer.error(), (422, message.as_str()));
    assert_eq!(task(&bench, &path), "DELETING");
}

#[test] // docs/server-behaviour.md 7
fn everyone_can_use_the_mgmt_aliases_when_faithful() {
    for (faithful, expected) in [(false, [401, 401]), (true, [200, 202])] {
        let bench = Bench::with(|options| options.faithful = faithful);
        let path = format!("/mgmt{}", ready(&bench));
        let made = bench.demo("POST", "/mgmt/clusters", input(&[node(), node(), node()]));
        assert_eq!([made.status, bench.delete(&path).status], expected);
    }
}
