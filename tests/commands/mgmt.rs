//! `trove mgmt`

use crate::support::cloud::{Cloud, MEMBERS};
use serde_json::{Value, json};
use troveclient::sandbox::seed;

fn id_of(cloud: &Cloud, name: &str) -> String {
    cloud.ok(&format!("instance show {name} -f value -c id")).trim().to_owned()
}

#[test] // docs/server-behaviour.md 26
fn every_command_is_for_administrators() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let id = id_of(&cloud, "db1");
    for line in [
        "mgmt instance list",
        "mgmt datastore version list",
        &format!("mgmt instance show {id}"),
        &format!("mgmt instance stop {id}"),
        &format!("mgmt instance ping {id}"),
    ] {
        let ran = cloud.run(line);
        ran.failed(4, "User does not have admin privileges.");
        assert_eq!(ran.asked.len(), 1, "a refusal is not asked twice: {:?}", ran.asked);
    }
}

#[test] // docs/server-behaviour.md 39
fn deleted_instances_are_listed_only_with_an_option() {
    let cloud = Cloud::new().with_instances(&["old", "new"]);
    let id = id_of(&cloud, "old");
    cloud.ok("instance delete old --wait");
    let names = |options: &str| {
        let ran = cloud.admin(&format!("mgmt instance list -f value -c Name {options}"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    assert_eq!(names(""), "new\n");
    assert_eq!(names("--deleted"), "old\n");
    assert_eq!(names("--with-deleted"), "new\nold\n");
    assert_eq!(names("--project demo"), "new\n");
    assert_eq!(names("--project admin"), "");
    cloud.admin("mgmt instance show old").failed(3, "no instance has the name or ID 'old'");
    cloud.admin(&format!("mgmt instance show {id}")).failed(3, "error: ");
    for wanted in ["old", &id] {
        let ran = cloud.admin(&format!("mgmt instance show {wanted} --deleted -f json"));
        let shown: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((&shown["id"], &shown["deleted"]), (&json!(id), &json!(true)));
        assert_eq!(shown["guest_status"], "deleted");
    }
}

#[test]
fn list_shows_servers_and_projects() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.admin("mgmt instance list -f json");
    assert_eq!(ran.asked, ["GET /mgmt/instances?deleted=False"]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows[0]["Project ID"], seed::DEMO.project_id);
    assert_eq!(rows[0]["Host"], "compute-1");
    assert_eq!(rows[0]["Service Status"], "HEALTHY");
    assert_eq!(rows[0]["Task"], "No tasks for the instance.");
}

#[test]
fn show_prints_the_server_and_the_volume_as_fields() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.admin("mgmt instance show db1 -f json");
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["server_host"], "compute-1");
    assert_eq!(shown["server_status"], "ACTIVE");
    assert_eq!((&shown["volume"], &shown["volume_status"]), (&json!(1), &json!("in-use")));
    assert_eq!((&shown["volume_total"], &shown["volume_used"]), (&json!(1), &json!(0.16)));
    assert_eq!(shown["guest_status"], "healthy");
    assert!(shown.get("server").is_none());
}

#[test]
fn actions_are_sent_to_every_named_instance() {
    let cloud = Cloud::new().with_instances(&["db1", "db2"]);
    let (one, two) = (id_of(&cloud, "db1"), id_of(&cloud, "db2"));
    let path = |id: &str| format!("POST /mgmt/instances/{id}/action");
    let ran = cloud.admin("mgmt instance stop db1 db2 --wait -f value -c Name");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut sent = ran.changes();
    sent.sort_unstable();
    let mut expected = [path(&one), path(&two)];
    expected.sort_unstable();
    assert_eq!(sent, expected);
    assert_eq!(ran.bodies, [json!({"stop": {}}), json!({"stop": {}})]);
    assert_eq!(ran.out, "db1\ndb2\n");
    assert_eq!(cloud.ok("instance show db1 -f value -c operating_status"), "SHUTDOWN\n");
    let ran = cloud.admin("mgmt instance migrate db1 --host compute-2");
    assert_eq!(ran.bodies, [json!({"migrate": {"host": "compute-2"}})]);
    let ran = cloud.admin("mgmt instance migrate db2 --wait -f value -c name");
    assert_eq!(ran.bodies, [json!({"migrate": {}})]);
    assert_eq!(ran.out, "db2\n", "{}", ran.err);
    let ran = cloud.admin("mgmt instance reset-task-status db1");
    assert_eq!(ran.bodies, [json!({"reset-task-status": {}})]);
    assert_eq!(ran.changes(), [path(&one)]);
}

#[test]
fn a_busy_instance_is_not_migrated() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance restart db1");
    cloud.admin("mgmt instance migrate db1").failed(1, "hint: the instance may be busy");
    cloud.admin("mgmt instance migrate nobody").failed(3, "'nobody'");
}

#[test]
fn ping_diagnostics_and_hwinfo_query_the_guest_agent() {
    let cloud = Cloud::with_faults("status=SILENT:mute").with_instances(&["db1"]);
    let id = id_of(&cloud, "db1");
    let ran = cloud.admin("mgmt instance ping db1");
    assert_eq!(ran.out, format!("The guest agent of instance {id} answers.\n"));
    assert_eq!(ran.asked.last().unwrap(), &format!("GET /mgmt/instances/{id}/rpc_ping"));
    let ran = cloud.admin("mgmt instance hwinfo db1 -f json");
    assert_eq!(ran.out, "{\n  \"mem_total\": 2097152,\n  \"num_cpus\": 10\n}\n");
    let ran = cloud.admin("mgmt instance diagnostics db1 -f value -c threads -c fdSize");
    assert_eq!(ran.out, "64\n2\n");
    let ran = cloud.admin("mgmt instance root-history db1 -f value");
    assert_eq!(ran.out, format!("Never\n{id}\nNobody\n"));
    cloud.ok("instance create mute --flavor 2 --size 1 --datastore mysql");
    cloud.wait(10);
    for verb in ["ping", "hwinfo", "diagnostics"] {
        cloud.admin(&format!("mgmt instance {verb} mute")).failed(1, "Guest Agent");
    }
}

#[test]
fn the_root_history_of_an_unknown_instance_is_an_error_in_plain_text() {
    let unknown = "00000000-0000-4000-8000-000000000000";
    let ran = Cloud::new().admin(&format!("mgmt instance root-history {unknown}"));
    ran.failed(3, &format!("Resource {unknown} cannot be found."));
}

#[test]
fn an_ambiguous_name_is_an_error_with_both_ids() {
    let cloud = Cloud::new().with_instances(&["twin", "twin"]);
    let ran = cloud.admin("mgmt instance stop twin");
    ran.failed(3, "hint: use one of the IDs");
    assert!(ran.changes().is_empty());
}

#[test]
fn versions_of_all_datastores_are_listed_with_image_tags_and_packages() {
    let cloud = Cloud::new();
    let ran = cloud.admin("mgmt datastore version list -f json");
    assert_eq!(ran.asked, ["GET /mgmt/datastore-versions"]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    let old = rows.as_array().unwrap().iter().find(|row| row["Name"] == "5.7.29").unwrap();
    assert_eq!((&old["Active"], &old["Datastore"]), (&json!(false), &json!("mysql")));
    assert_eq!((&old["Image Tags"], &old["Packages"]), (&json!(["trove", "mysql"]), &json!([])));
}

#[test] // docs/server-behaviour.md 59
fn a_version_is_shown_by_name_without_empty_packages() {
    let cloud = Cloud::new();
    for line in ["8.0.32", "8.0.32 --datastore mysql", "b00000b0-00b0-0b00-00b0-000b000000bb"] {
        let ran = cloud.admin(&format!("mgmt datastore version show {line} -f json"));
        let shown: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((&shown["name"], &shown["default"]), (&json!("8.0.32"), &json!(true)));
        assert_eq!(
            (&shown["packages"], &shown["datastore_manager"]),
            (&json!([]), &json!("mysql"))
        );
    }
    cloud.admin("mgmt datastore version show 1.0").failed(3, "'1.0'");
    let unknown = "00000000-0000-4000-8000-000000000000";
    cloud.admin(&format!("mgmt datastore version show {unknown}")).failed(3, "error: ");
}

#[test]
fn clusters_of_all_projects_are_listed_and_shown() {
    let cloud = Cloud::new().with_cluster("c1");
    let ran = cloud.admin("mgmt cluster list -f json");
    assert_eq!(ran.asked, ["GET /mgmt/clusters?deleted=False"]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    let row = &rows[0];
    assert_eq!((&row["Name"], &row["Project ID"]), (&json!("c1"), &json!(seed::DEMO.project_id)));
    assert_eq!((&row["Instances"], &row["Task"]), (&json!(3), &json!("NONE")));
    let shown = cloud.admin("mgmt cluster show c1 -f json").out;
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        (&shown["datastore"], &shown["datastore_version"]),
        (&json!("mariadb"), &json!("11.4.8"))
    );
    assert_eq!(shown["instances"].as_str().unwrap().split(", ").count(), 3);
    cloud.ok("cluster delete c1 --wait");
    let ran = cloud.admin("mgmt cluster list --deleted -f value -c Name -c Deleted");
    assert_eq!(
        (ran.out.as_str(), &ran.asked[..]),
        ("c1 True\n", &["GET /mgmt/clusters?deleted=True".to_owned()][..])
    );
    assert_eq!(cloud.admin("mgmt cluster list -f value").out, "");
}

#[test]
fn reset_task_makes_a_cluster_idle() {
    let cloud = Cloud::new();
    cloud.ok(&format!("cluster create c1 mariadb 11.4.8 {MEMBERS}"));
    let id = cloud.ok("cluster show c1 -f value -c id").trim().to_owned();
    for line in ["mgmt cluster reset-task c1", "mgmt cluster reset task c1"] {
        let ran = cloud.admin(line);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
        assert_eq!(ran.changes(), [format!("POST /mgmt/clusters/{id}/action")]);
        assert_eq!(ran.bodies, [json!({"reset-task": {}})]);
    }
    assert_eq!(cloud.ok("cluster show c1 -f value -c task_name"), "NONE\n");
    for line in ["mgmt cluster show c9", "mgmt cluster reset-task c9"] {
        cloud.admin(line).failed(3, "no cluster has the name or ID 'c9'");
    }
    let id = "00000000-0000-4000-8000-000000000000";
    cloud.admin(&format!("mgmt cluster reset-task {id}")).failed(3, "DBCluster Not Found");
}

#[test]
fn output_that_cannot_be_printed_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (line, wrong_format) in [
        ("instance list", "shell"),
        ("instance stop db1 db2 --wait", "shell"),
        ("cluster list", "shell"),
        ("datastore version list", "shell"),
        ("instance show db1", "csv"),
        ("instance stop db1 --wait", "csv"),
        ("instance migrate db1 --wait", "csv"),
        ("instance reset-task-status db1 --wait", "csv"),
        ("instance root-history db1", "csv"),
        ("cluster show c1", "csv"),
        ("datastore version show 8.0.32", "csv"),
    ] {
        let line = format!("mgmt {line}");
        cloud.admin(&format!("{line} -c nonsense")).failed(2, "'nonsense'").sent_nothing();
        cloud.admin(&format!("{line} -f {wrong_format}")).failed(2, "printed as").sent_nothing();
    }
    // Which fields an agent has is not known in advance.
    for verb in ["diagnostics", "hwinfo"] {
        let ran = cloud.admin(&format!("mgmt instance {verb} db1 -f csv"));
        ran.failed(2, "printed as").sent_nothing();
    }
}

#[test]
fn every_field_of_a_reply_can_be_asked_for() {
    let cloud = Cloud::new().with_instances(&["db1"]).with_cluster("c1");
    cloud.ok("root enable db1");
    for line in ["instance show db1", "cluster show c1", "datastore version show 8.0.32"] {
        let shown: Value =
            serde_json::from_str(&cloud.admin(&format!("mgmt {line} -f json")).out).unwrap();
        for field in shown.as_object().unwrap().keys() {
            let ran = cloud.admin(&format!("mgmt {line} -f json -c {field}"));
            assert_eq!(ran.code, 0, "{field}: {}", ran.err);
        }
    }
}
