//! `trove instance`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};

const IMAGE: &str = "c00000c0-00c0-0c00-00c0-000c000000cc";

pub(super) fn id(cloud: &Cloud, name: &str) -> String {
    cloud.ok(&format!("instance show {name} -f value -c id")).trim_end().to_owned()
}

#[test]
fn a_name_that_is_a_route_is_looked_up_as_a_name() {
    let cloud = Cloud::new();
    for verb in ["show", "restart", "delete"] {
        cloud
            .run(&format!("instance {verb} detail"))
            .failed(3, "no instance has the name or ID 'detail'");
    }
    let cloud = cloud.with_instances(&["detail"]);
    assert_eq!(cloud.ok("instance show detail -f value -c name"), "detail\n");
}

#[test]
fn list_is_one_page_and_says_if_there_is_more() {
    let names: Vec<String> = (0..25).map(|n| format!("db{n:02}")).collect();
    let cloud = Cloud::new().with_instances(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let first = cloud.run("instance list -f value -c Name");
    assert_eq!((first.code, first.out.lines().count()), (0, 20));
    assert!(first.err.starts_with("20 shown, more exist: --all, or --marker "), "{}", first.err);
    let marker = first.err.trim_end().trim_end_matches(" for the next").rsplit(' ').next().unwrap();
    let rest = cloud.run(&format!("instance list -f value -c Name --marker {marker}"));
    assert_eq!((rest.out.lines().count(), rest.err.as_str()), (5, ""));
    let all = cloud.run("instance list --all -f value -c Name");
    assert_eq!((all.out.lines().count(), all.err.as_str(), all.asked.len()), (25, "", 2));
    let limited = cloud.run("instance list --limit 23 -f value -c Name");
    assert_eq!(limited.out.lines().count(), 23);
    assert!(limited.err.starts_with("23 shown, more exist"), "{}", limited.err);
    let quiet = cloud.run("instance list -q -f value -c Name");
    assert_eq!(quiet.err, "");
    cloud.run("instance list --limit 0").failed(2, "--limit").sent_nothing();
    cloud.run("instance list --limit 3 --all").failed(2, "--all").sent_nothing();
    assert_eq!(cloud.ok("instance show db24 -f value -c name"), "db24\n");
}

#[test]
fn list_of_all_projects_is_for_administrators() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.admin("instance list --all-projects -f csv -c Name -c 'Tenant ID'");
    assert!(ran.out.starts_with("\"Name\",\"Tenant ID\"\n\"db1\","), "{ran:?}");
    assert_eq!(ran.asked, ["GET /mgmt/instances?deleted=False"]);
    let ran = cloud.run("instance list --all-projects");
    ran.failed(4, "hint: the request needs the role of an administrator");
    assert_eq!(
        ran.asked.len(),
        1,
        "docs/server-behaviour.md 26: no second login on Trove's own 401"
    );
}

#[test]
fn an_unknown_column_is_refused_before_anything_is_sent() {
    let ran = Cloud::new().run("instance list -c Nonsense");
    ran.failed(2, "'Nonsense'").failed(2, "Operating Status").sent_nothing();
}

#[test]
fn an_empty_list_is_no_error() {
    let cloud = Cloud::new();
    assert_eq!(cloud.ok("instance list"), "\n");
    assert_eq!(cloud.ok("instance list -f json"), "[]\n");
    assert_eq!(cloud.ok("instance list -f raw"), "");
}

#[test]
fn the_raw_format_prints_the_object_of_the_service() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let row: Value = serde_json::from_str(&cloud.ok("instance list -f raw")).unwrap();
    assert!(row["links"].is_array() && row["flavor"]["id"] == "2", "{row}");
    let one: Value = serde_json::from_str(&cloud.ok("instance show db1 -f raw")).unwrap();
    assert!(one["datastore"]["version_number"].is_string(), "{one}");
}

#[test]
fn an_ambiguous_name_is_an_error_with_both_ids() {
    let cloud = Cloud::new().with_instances(&["db1", "db1"]);
    let ids = cloud.ok("instance list -f value -c ID");
    let ran = cloud.run("instance show db1");
    ran.failed(3, "2 instances are called 'db1'").failed(3, "hint: use one of the IDs");
    assert!(ids.lines().all(|id| ran.err.contains(id)), "{ran:?}");
    assert_eq!(cloud.run("instance delete db1").failed(3, "db1").changes(), [""; 0]);
}

#[test]
fn a_name_with_slashes_is_not_a_path() {
    let ran = Cloud::new().run("instance show 'a/../b?c#d'");
    ran.failed(3, "no instance has the name or ID 'a/../b?c#d'");
    assert_eq!(ran.asked[1], "GET /instances/a%2F..%2Fb%3Fc%23d");
}

#[test]
fn delete_tries_all_reports_each_and_exits_with_the_worst_status() {
    let cloud = Cloud::new().with_instances(&["db1", "db2"]);
    let (one, two) = (id(&cloud, "db1"), id(&cloud, "db2"));
    let ran = cloud.run("instance delete db1 nope db2 --wait");
    assert_eq!(ran.code, 3);
    let line = |id| format!("Request to delete database instance {id} has been accepted.\n");
    assert_eq!(ran.out, line(&one) + &line(&two));
    assert!(ran.err.contains("error: no instance has the name or ID 'nope'"), "{}", ran.err);
    assert!(ran.err.contains("instance 'db2': gone"), "{}", ran.err);
    assert_eq!(cloud.ok("instance list -f value"), "");
}

#[test] // docs/server-behaviour.md 22
fn an_instance_being_built_is_not_deleted() {
    let cloud = Cloud::with_faults("status=BUILD:slow*");
    cloud.ok("instance create slow1 --flavor 2 --size 1 --datastore mysql");
    cloud.run("instance delete slow1").failed(1, "(HTTP 422)").failed(1, "hint: ");
    // Owners may do so too; the reference client lacks the key that lets them.
    let ran = cloud.run("instance delete --force slow1");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.bodies, [json!({"reset_status": {"force_delete": true}})]);
}

#[test]
fn a_list_with_details_has_more_columns() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance create db2 --replica-of db1 --wait");
    let ran = cloud.run("instance list --detail -f json --sort-column Name");
    assert_eq!(ran.asked, ["GET /instances/detail"]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows[1]["Replica Of"], json!(id(&cloud, "db1")));
    assert_eq!(
        (&rows[0]["Version Number"], &rows[0]["Role"]),
        (&json!("8.0.32"), &json!("primary"))
    );
    cloud.run("instance list --detail --all-projects").failed(2, "--all-projects").sent_nothing();
    let one = cloud.run("instance list --detail --limit 1 -f value -c Name");
    assert!(one.err.contains("1 shown, more exist"), "{}", one.err);
}

#[test] // docs/server-behaviour.md 23
fn a_primary_with_replicas_is_not_deleted() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance create db2 --replica-of db1 --wait");
    let ran = cloud.run("instance delete db1");
    ran.failed(4, "(HTTP 403)")
        .failed(4, "hint: detach its replicas first: 'trove instance detach");
}

#[test]
fn resize_changes_the_volume_the_flavor_or_both() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    assert_eq!(cloud.ok("instance resize db1 --volume 2 --wait -f value -c volume"), "2\n");
    assert_eq!(cloud.ok("instance resize volume db1 3 --wait -f value -c volume"), "3\n");
    assert_eq!(cloud.ok("instance resize db1 --flavor m1.medium --wait -f value -c flavor"), "3\n");
    assert_eq!(cloud.ok("instance resize flavor db1 2 --wait -f value -c flavor"), "2\n");
    let both =
        cloud.ok("instance resize db1 --volume 4 --flavor 3 --wait -f value -c volume -c flavor");
    assert_eq!(both, "3\n4\n");
    cloud.run("instance resize db1 --volume 5 --flavor 2").failed(2, "--wait").sent_nothing();
    cloud.run("instance resize db1").failed(2, "--flavor").sent_nothing();
    cloud.run("instance resize volume db1 x").failed(2, "'x'").sent_nothing();
    cloud.run("instance resize volume db1 1").failed(1, "(HTTP 4");
    cloud.run("instance resize db1 --flavor nope").failed(3, "no flavor");
}

#[test]
fn a_busy_instance_is_refused_with_a_hint() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance restart db1");
    cloud.run("instance restart db1").failed(1, "(HTTP 422)").failed(1, "trove instance wait");
    assert_eq!(cloud.ok("instance wait db1 -f value -c status"), "ACTIVE\n");
}

#[test]
fn several_instances_are_restarted_at_once() {
    let cloud = Cloud::new().with_instances(&["db1", "db2", "db3"]);
    let out = cloud.ok("instance restart db1 db2 db3 --wait -f value -c Name -c Status");
    assert_eq!(out, "db1 ACTIVE\ndb2 ACTIVE\ndb3 ACTIVE\n");
}

#[test]
fn wait_takes_ready_deleted_and_statuses() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance restart db1");
    let seen = cloud.ok("instance wait db1 --for reboot -f value -c status");
    assert_eq!(seen, "REBOOT\n");
    cloud.ok("instance wait db1");
    cloud
        .run("instance wait db1 --for BACKUP --timeout 90")
        .failed(5, "is still ACTIVE after 1m 30s");
    cloud.ok("instance delete db1");
    cloud.ok("instance wait db1 never --for deleted");
    cloud.run("instance wait db1").failed(3, "no instance has the name or ID 'db1'");
    cloud.run("instance wait db1 --timeout soon").failed(2, "'soon' is not a duration");
}

#[test]
fn update_sends_a_new_name_separately() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.run("instance update db1 --name db2 --is-public --wait");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [
            json!({"instance": {"access": {"is_public": true}}}),
            json!({"instance": {"name": "db2"}})
        ]
    );
    cloud.run("instance show db1").failed(3, "'db1'");
    cloud.run("instance update db2").failed(2, "nothing to change in 'db2'").sent_nothing();
    cloud.run("instance update db2 --is-public --is-private").failed(2, "--is-private");
    cloud
        .run("instance update db2 --configuration x --remove-configuration")
        .failed(2, "cannot be used");
}

#[test] // docs/server-behaviour.md 4
fn update_keeps_the_access_that_is_not_mentioned() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let update = |options: &str| {
        let ran = cloud.run(&format!("instance update db1 {options} --wait"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        // The instance is read once, to keep its access and to see whether it is busy.
        let before = ran.asked.iter().take_while(|line| !line.starts_with("PUT "));
        let reads = before.filter(|line| line.starts_with("GET /instances/")).count();
        assert_eq!(reads, 1, "{:?}", ran.asked);
        ran.bodies[0]["instance"]["access"].clone()
    };
    let both = json!({"is_public": true, "allowed_cidrs": ["10.0.0.0/8"]});
    assert_eq!(update("--is-public --allowed-cidr 10.0.0.0/8"), both);
    let other = json!({"is_public": true, "allowed_cidrs": ["192.168.0.0/16"]});
    assert_eq!(update("--allowed-cidr 192.168.0.0/16"), other);
    let private = json!({"is_public": false, "allowed_cidrs": ["192.168.0.0/16"]});
    assert_eq!(update("--is-private"), private);
    assert_eq!(update("--any-cidr"), json!({"is_public": false}));
}

#[test]
fn a_replica_becomes_the_primary() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance create db2 --replica-of db1 --wait");
    cloud.run("instance promote db1").failed(1, "(HTTP ");
    cloud.ok("instance promote db2 --wait");
    let roles = "instance list -f value -c Name -c Role --sort-column Name";
    assert_eq!(cloud.ok(roles), "db1 replica\ndb2 primary\n");
    cloud.ok("instance detach db1 --wait");
    assert_eq!(cloud.ok(roles).replace(' ', ""), "db1\ndb2\n");
}

#[test] // docs/server-behaviour.md 24
fn only_a_primary_without_heartbeat_is_ejected() {
    let cloud = Cloud::with_faults("status=SILENT:lost*").with_instances(&["lost1"]);
    cloud.ok("instance create db2 --replica-of lost1 --wait");
    cloud.run("instance eject lost1").failed(1, "(HTTP 400)");
    cloud.wait(120);
    cloud.ok("instance eject lost1");
    cloud.ok("instance wait db2");
    assert!(cloud.json("instance show db2").get("replica_of").is_none());
}

#[test]
fn upgrade_changes_the_version() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let version = cloud.ok("instance upgrade db1 8.4.0 --wait -f value -c datastore_version");
    assert_eq!(version, "8.4.0\n");
    cloud.run("instance upgrade db1 99").failed(1, "99");
}

#[test]
fn reboot_rebuild_and_reset_status_are_for_administrators() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    for (line, body) in [
        ("instance reboot db1", json!({"reboot": {}})),
        (&*format!("instance rebuild db1 {IMAGE}"), json!({"rebuild": {"image_id": IMAGE}})),
    ] {
        cloud.run(line).failed(4, "administrator");
        let ran = cloud.admin(&format!("{line} --wait"));
        assert_eq!((ran.code, &ran.bodies[0]), (0, &body), "{ran:?}");
    }
    cloud.run("instance reset status db1").failed(4, "(HTTP 403)");
    let ran = cloud.admin(&format!("instance reset status {} --wait", id(&cloud, "db1")));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test] // docs/server-behaviour.md 8
fn an_answer_without_a_body_is_no_failure_and_prints_nothing() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    assert_eq!(cloud.ok("instance restart db1"), "");
}

#[test] // docs/server-behaviour.md 41
fn an_instance_of_another_project_is_not_found() {
    let cloud = Cloud::new();
    let made =
        cloud.admin("instance create theirs --flavor 2 --size 1 --datastore mysql -f value -c id");
    cloud.run(&format!("instance show {}", made.out.trim_end())).failed(3, "no instance has");
}

#[test] // docs/server-behaviour.md 56
fn an_instance_has_the_name_and_the_number_of_its_version() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let shown = cloud.json("instance show db1");
    assert_eq!(
        (&shown["datastore_version"], &shown["datastore_version_number"]),
        (&json!("8.0.32"), &json!("8.0.32"))
    );
    assert_eq!(cloud.ok("instance list -f value -c 'Datastore Version'"), "8.0.32\n");
}

#[test] // docs/server-behaviour.md 25
fn a_busy_instance_is_not_upgraded_and_its_access_not_changed() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance resize db1 --volume 2");
    for line in ["instance upgrade db1 8.4.0", "instance update db1 --is-public"] {
        let ran = cloud.run(line);
        ran.failed(1, "error: instance 'db1' is busy: its status is RESIZE");
        assert_eq!(ran.failed(1, "hint: 'trove instance wait db1'").changes(), [""; 0]);
    }
}

#[test] // docs/server-behaviour.md 17
fn an_instance_with_a_silent_guest_agent_is_shown() {
    let cloud = Cloud::with_faults("status=SILENT:mute").with_instances(&["db1"]);
    cloud.ok("instance create mute --flavor 2 --size 1 --datastore mysql");
    cloud.wait(10);
    assert_eq!(cloud.json("instance show db1")["volume_used"], 0.16);
    let mute = cloud.json("instance show mute");
    assert_eq!((&mute["volume"], mute.get("volume_used")), (&json!(1), None));
}

#[test] // docs/server-behaviour.md 27
fn a_silent_guest_agent_is_not_reported_as_wrong_input() {
    let cloud = Cloud::with_faults("status=SILENT:mute");
    cloud.ok("instance create mute --flavor 2 --size 1 --datastore mysql");
    cloud.wait(10);
    let ran = cloud.run("log show mute general");
    ran.failed(1, "Timeout trying to connect to the Guest Agent. (HTTP 400)");
    ran.failed(1, "hint: the guest agent of the instance does not answer");
    // Names are looked up first, so that an unknown one is not found (3) instead of refused (400).
    let create = "instance create x --size 1 --datastore mysql";
    cloud.run(&format!("{create} --flavor 99")).failed(3, "no flavor has the name or ID '99'");
    let ran = cloud.run(&format!("{create} --flavor 2 --datastore-version 9.9"));
    ran.failed(1, "Datastore version '9.9' cannot be found. (HTTP 400)");
}

#[test] // docs/server-behaviour.md 50
fn a_list_of_several_pages_is_sorted_as_a_whole() {
    let cloud = Cloud::new();
    let mut names: Vec<String> = (0..22).map(|n| format!("db{n:02}")).collect();
    for name in &names {
        cloud.ok(&format!("instance create {name} --flavor 2 --size 1 --datastore mysql"));
        cloud.wait(1);
    }
    let list = |options: &str| {
        let all = cloud.ok(&format!("instance list --all -f value -c Name {options}"));
        all.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    // The service sorts pages by ID, which is of no use to anybody.
    assert_ne!(list(""), names);
    assert_eq!(list("--sort-column Name"), names);
    names.reverse();
    assert_eq!(list("--sort-column Name --sort-descending"), names);
}

#[test] // docs/server-behaviour.md 5
fn an_instance_named_twice_is_deleted_once() {
    let cloud = Cloud::new().with_instances(&["db1", "db2"]);
    let id = cloud.json("instance show db1 -c id")["id"].as_str().unwrap().to_owned();
    let ran = cloud.run(&format!("instance delete db1 db2 db1 {id}"));
    assert_eq!((ran.code, ran.changes().len()), (0, 2), "{}", ran.err);
}
