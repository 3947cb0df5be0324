//! `trove backup` and `trove backup strategy`

use crate::support::cloud::Cloud;
use serde_json::{Value, json};
use troveclient::sandbox::seed;

const VERSION: &str = "b00000b0-00b0-0b00-00b0-000b000000bb";
const NOBODY: &str = "11111111-1111-4111-8111-111111111111";

fn id(cloud: &Cloud, what: &str) -> String {
    cloud.ok(&format!("{what} -f value -c id")).trim_end().to_owned()
}

/// A cloud with the instance db1 and these finished backups of it.
fn with_backups(names: &[&str]) -> Cloud {
    let cloud = Cloud::new().with_instances(&["db1"]);
    for name in names {
        cloud.ok(&format!("backup create {name} -i db1 --wait"));
    }
    cloud
}

#[test]
fn create_with_wait_prints_the_finished_backup() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let ran = cloud.run("backup create b1 --instance db1 --description 'before it' --wait -f json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shown["status"], &shown["size"]), (&json!("COMPLETED"), &json!(0.14)));
    assert_eq!(shown["datastore_version_id"], VERSION);
    assert!(ran.err.starts_with("backup 'b1': NEW (0s)\nbackup 'b1': BUILDING ("), "{}", ran.err);
    let instance = id(&cloud, "instance show db1");
    assert_eq!(ran.changes(), ["POST /backups"]);
    assert_eq!(
        ran.bodies,
        [json!({"backup": {"name": "b1", "incremental": 0, "instance": instance,
            "description": "before it"}})]
    );
}

#[test]
fn create_without_wait_prints_the_accepted_backup() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let shown = cloud.json("backup create b1 -i db1");
    assert_eq!(
        (&shown["status"], &shown["size"]),
        (&json!("NEW"), &Value::Null),
        "docs/server-behaviour.md 65"
    );
    assert_eq!(cloud.ok("instance show db1 -f value -c status"), "BACKUP\n");
}

#[test]
fn an_incremental_backup_has_the_last_or_a_named_parent() {
    let cloud = with_backups(&["daily"]).with_instances(&["db2"]);
    cloud.ok("backup create daily -i db2 --wait");
    let instance = id(&cloud, "instance show db1");
    let first = cloud.ok("backup list -i db1 -f value -c ID").trim_end().to_owned();
    let parent = cloud.json("backup create i1 -i db1 --incremental --wait")["parent_id"].clone();
    assert_eq!(parent, first.as_str());
    let ran = cloud.run(
        "backup create i2 -i db1 --parent daily --swift-container c --storage-driver swift --wait",
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [json!({"backup": {"name": "i2", "incremental": 0, "instance": instance,
            "parent_id": first, "storage_driver": "swift", "swift_container": "c"}})]
    );
    assert!(cloud.ok("backup show i2 -f value -c locationRef").contains("/c/"));
    let ran = cloud.run("backup create i3 -i db1 --parent nope");
    assert_eq!(ran.failed(3, "no backup has the name or ID 'nope'").changes(), [""; 0]);
}

#[test]
fn create_registers_a_backup_in_object_storage() {
    let cloud = Cloud::new();
    let ran = cloud.run("backup create r --restore-from http://x/c/o --restore-datastore-version 8.0.32 --restore-size 1.5 --description d --wait -f value -c status");
    assert_eq!((ran.code, ran.out.as_str()), (0, "RESTORED\n"), "{}", ran.err);
    assert_eq!(
        ran.bodies,
        [json!({"backup": {"name": "r", "description": "d", "restore_from": {
            "remote_location": "http://x/c/o", "local_datastore_version_id": VERSION, "size": 1.5}}})]
    );
    let restore = "backup create r --restore-from http://x/c/o --restore-size 1";
    let ran = cloud.run(&format!("{restore} --restore-datastore-version 1.0"));
    assert_eq!(ran.failed(3, "no datastore version has the name or ID '1.0'").changes(), [""; 0]);
    let ran = cloud.run(&format!("{restore} --restore-datastore-version {NOBODY}"));
    ran.failed(1, "(HTTP 400)");
}

#[test]
fn create_refuses_before_anything_is_sent() {
    let cloud = Cloud::new();
    let all = "--restore-from u/c/o --restore-datastore-version 8.0.32 --restore-size";
    for (options, says) in [
        ("", "--instance <INSTANCE>"),
        ("--restore-from u --restore-size 1", "--restore-datastore-version <VERSION>"),
        ("--restore-from u --restore-datastore-version v", "--restore-size <GB>"),
        ("-i db1 --restore-size 1", "--restore-from <URL>"),
        (&*format!("{all} 1 -i db1"), "cannot be used with"),
        (&*format!("{all} 1 --incremental"), "cannot be used with"),
        (&*format!("{all} 1 --parent p"), "cannot be used with"),
        (&*format!("{all} 1 --swift-container c"), "cannot be used with"),
        (&*format!("{all} 0"), "more than zero"),
        (&*format!("{all} -1"), "more than zero"),
        (&*format!("{all} nan"), "more than zero"),
        (&*format!("{all} x"), "more than zero"),
        ("-i db1 -c nonsense", "nonsense"),
        ("-i db1 -f csv", "csv"),
    ] {
        cloud.run(&format!("backup create b {options}")).failed(2, says).sent_nothing();
    }
    let ran = cloud.run(&format!("backup create b -i {NOBODY} --swift-container 'a b'"));
    ran.failed(2, "'a b' is not a name for a container").sent_nothing();
}

#[test]
fn create_shows_why_the_service_refused() {
    let cloud = Cloud::new().with_instances(&["db1", "db2", "db2"]);
    cloud.ok("backup create b1 -i db1");
    let ran = cloud.run("backup create b2 -i db1");
    ran.failed(1, "(HTTP 422)").failed(1, "hint: the instance may be busy");
    cloud.run("backup create b2 -i nope").failed(3, "no instance has the name or ID 'nope'");
    let ran = cloud.run("backup create b2 -i db2");
    assert_eq!(ran.failed(3, "2 instances are called 'db2'").changes(), [""; 0]);
    cloud.run(&format!("backup create b2 -i {NOBODY}")).failed(3, "(HTTP 404)");
}

#[test]
fn create_exits_with_5_if_the_backup_fails_or_the_wait_times_out() {
    let cloud = Cloud::with_faults("status=ERROR:bad*,status=BUILD:slow*").with_instances(&["db1"]);
    let ran = cloud.run("backup create bad1 -i db1 --wait");
    ran.failed(5, "error: backup 'bad1' went to FAILED");
    let ran = cloud.run("backup create slow1 -i db1 --wait=5m");
    ran.failed(5, "error: backup 'slow1' is still BUILDING after 5m");
}

#[test]
fn list_shows_all_pages_in_the_columns_of_the_reference() {
    let names: Vec<String> = (0..25).map(|n| format!("b{n:02}")).collect();
    let cloud = with_backups(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let ran = cloud.run("backup list -f csv");
    let header =
        "\"ID\",\"Instance ID\",\"Name\",\"Status\",\"Parent ID\",\"Updated\",\"Project ID\"\n";
    assert!(ran.out.starts_with(header), "{}", ran.out);
    assert_eq!((ran.out.lines().count(), ran.err.as_str()), (26, ""));
    assert_eq!(ran.asked, ["GET /backups", "GET /backups?marker=20"]);
    let limited = cloud.run("backup list --limit 3 -f value -c Name");
    assert_eq!(limited.out, "b24\nb23\nb22\n");
    assert!(limited.err.starts_with("3 shown, more exist: --all, or --marker 3 "), "{limited:?}");
    let rest = cloud.run("backup list --marker 23 -f value -c Name");
    assert_eq!((rest.out.as_str(), rest.err.as_str()), ("b01\nb00\n", ""));
    assert_eq!(cloud.ok("backup list --all -f value").lines().count(), 25);
    assert_eq!(cloud.ok("backup show b00 -f value -c name"), "b00\n", "on the second page");
}

#[test] // docs/server-behaviour.md 46
fn a_full_last_page_ends_the_list() {
    let cloud = with_backups(&["a", "b"]);
    let ran = cloud.run("backup list --limit 2 -f value -c Name");
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("b\na\n", ""));
    assert_eq!(ran.asked, ["GET /backups?limit=2", "GET /backups?limit=1&marker=2"]);
    let id = id(&cloud, "backup show a");
    let ran = cloud.run(&format!("backup list --marker {id}"));
    ran.failed(2, "hint: here a marker is the number of rows to skip").sent_nothing();
    cloud.run("backup list --limit 0").failed(2, "--limit").sent_nothing();
}

#[test] // docs/differences.md W60
fn filters_apply_to_every_page() {
    let names: Vec<String> = (0..21).map(|n| format!("b{n:02}")).collect();
    let cloud = with_backups(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let instance = id(&cloud, "instance show db1");
    let cloud = cloud.with_instances(&["db2"]);
    cloud.ok("backup create other -i db2 --wait");
    for option in ["--instance", "-i", "--instance-id"] {
        let ran =
            cloud.run(&format!("backup list {option} db1 --datastore mysql -f value -c Name"));
        assert_eq!(ran.out.lines().count(), 21, "{ran:?}");
        let filters = format!("datastore=mysql&instance_id={instance}");
        assert_eq!(
            ran.asked[1..],
            [format!("GET /backups?{filters}"), format!("GET /backups?marker=20&{filters}")]
        );
    }
    assert_eq!(cloud.ok("backup list -i db2 -f value -c Name"), "other\n");
    cloud.run("backup list --datastore nope").failed(3, "(HTTP 404)");
    cloud.run("backup list -i nope").failed(3, "no instance");
}

#[test] // docs/server-behaviour.md 40
fn listing_the_own_project_needs_no_administrator() {
    let cloud = with_backups(&["b1"]);
    let (demo, admin) = (seed::DEMO.project_id, seed::ADMIN.project_id);
    let ran = cloud.run(&format!("backup list --project-id {demo} -f value -c Name"));
    assert_eq!(
        (ran.out.as_str(), ran.asked.as_slice()),
        ("b1\n", &["GET /backups".to_owned()][..])
    );
    let ran = cloud.run(&format!("backup list --project-id {admin}"));
    ran.failed(4, "(HTTP 403)")
        .failed(4, "hint: your roles in the project do not allow the request");
    cloud.run("backup list --all-projects").failed(4, "(HTTP 403)");
    let list = |options: &str| {
        let ran = cloud.admin(&format!("backup list {options} -f value -c Name"));
        assert_eq!(ran.code, 0, "{ran:?}");
        (ran.out.clone(), ran.asked.last().unwrap().clone())
    };
    assert_eq!(list("").0, "", "docs/server-behaviour.md 39");
    let all = ("b1\n".to_owned(), "GET /backups?all_projects=True".to_owned());
    assert_eq!(list("--all-projects"), all);
    let of_demo = ("b1\n".to_owned(), format!("GET /backups?project_id={demo}"));
    assert_eq!(list(&format!("--project-id {demo}")), of_demo);
    assert_eq!(list("--all-projects -i db1").0, "b1\n", "an instance of another project by name");
}

#[test]
fn list_instance_lists_the_backups_of_an_instance() {
    let cloud = with_backups(&["b1", "b2"]);
    let ran = cloud.run("backup list instance db1 -f csv");
    let header = "\"ID\",\"Instance ID\",\"Name\",\"Status\",\"Parent ID\",\"Updated\"\n";
    assert!(ran.out.starts_with(header), "{ran:?}");
    let instance = id(&cloud, "instance show db1");
    assert_eq!(ran.asked[1..], [format!("GET /instances/{instance}/backups")]);
    let ran = cloud.run("backup list instance db1 --limit 1 -f value -c Name");
    assert_eq!(ran.out, "b2\n");
    assert!(ran.err.starts_with("1 shown, more exist"), "{}", ran.err);
    cloud.run("backup list instance nope").failed(3, "no instance has the name or ID 'nope'");
    cloud.run("backup list instance db1 -c 'Project ID'").failed(2, "'Project ID'").sent_nothing();
    cloud.run("backup list instance").failed(2, "<INSTANCE>").sent_nothing();
}

#[test]
fn show_takes_a_name_or_an_id_and_names_must_be_unique() {
    let cloud = with_backups(&["b1", "two", "two"]);
    let shown = cloud.json("backup show b1");
    assert_eq!((&shown["name"], &shown["datastore"]), (&json!("b1"), &json!("mysql")));
    let by_id = cloud.json(&format!("backup show {}", shown["id"].as_str().unwrap()));
    assert_eq!(by_id, shown);
    cloud.run("backup show two").failed(3, "2 backups are called 'two'");
    cloud.run("backup show nope").failed(3, "no backup has the name or ID 'nope'");
    let raw: Value = serde_json::from_str(&cloud.ok("backup show b1 -f raw")).unwrap();
    assert_eq!(raw["datastore"]["version_id"], VERSION);
}

#[test]
fn delete_tries_every_backup_and_waits_until_all_are_gone() {
    let cloud = with_backups(&["b1", "b2"]);
    let (one, two) = (id(&cloud, "backup show b1"), id(&cloud, "backup show b2"));
    let ran = cloud.run("backup delete b1 nope b2 --wait");
    assert_eq!(ran.code, 3);
    let line = |id| format!("Request to delete database backup {id} has been accepted.\n");
    assert_eq!(ran.out, line(&one) + &line(&two));
    assert!(ran.err.contains("error: no backup has the name or ID 'nope'"), "{}", ran.err);
    assert!(ran.err.contains("backup 'b2': gone"), "{}", ran.err);
    assert_eq!(cloud.ok("backup list -f value"), "");
    cloud.run(&format!("backup delete {one}")).failed(3, "(HTTP 404)");
}

#[test] // docs/server-behaviour.md 5
fn a_backup_that_is_deleted_with_its_parent_is_not_deleted_again() {
    let cloud = with_backups(&["full"]);
    cloud.ok("backup create i1 -i db1 --incremental --wait");
    cloud.ok("backup create i2 -i db1 --incremental --wait");
    let full = id(&cloud, "backup show full");
    let ran = cloud.run("backup delete i2 full i1 --wait");
    assert_eq!((ran.code, ran.out.lines().count()), (0, 3), "{}", ran.err);
    assert_eq!(ran.changes(), [format!("DELETE /backups/{full}")]);
    assert_eq!(cloud.ok("backup list -f value"), "");
}

#[test]
fn a_running_backup_is_not_deleted() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("backup create b1 -i db1");
    cloud.run("backup delete b1").failed(1, "because it is running. (HTTP 422)");
}

#[test]
fn an_instance_is_created_from_a_backup() {
    let cloud = with_backups(&["b1"]);
    let backup = id(&cloud, "backup show b1");
    let ran =
        cloud.run("instance create copy --flavor 2 --size 1 --backup b1 --wait -f value -c status");
    assert_eq!((ran.code, ran.out.as_str()), (0, "ACTIVE\n"), "{}", ran.err);
    assert_eq!(ran.bodies[0]["instance"]["restorePoint"], json!({"backupRef": backup}));
    let ran =
        cloud.run("instance create pg --flavor 2 --size 1 --datastore postgresql --backup b1");
    ran.failed(1, "does not match the destination datastore of postgresql");
}

#[test] // docs/server-behaviour.md 14
fn the_temporary_backup_of_a_new_replica_disappears() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    cloud.ok("instance create db2 --replica-of db1");
    let name = cloud.ok("backup list -f value -c Name");
    assert!(name.starts_with("Replication snapshot for "), "{name}");
    cloud.ok("instance wait db2");
    assert_eq!(cloud.ok("backup list -f value"), "");
}

#[test]
fn executions_are_refused_with_a_hint() {
    let ran = Cloud::new().run("backup execution delete e1");
    ran.failed(2, "Mistral")
        .failed(2, "hint: use 'openstack workflow execution delete e1'")
        .sent_nothing();
}

#[test]
fn a_strategy_is_created_listed_and_deleted() {
    let cloud = Cloud::new().with_instances(&["db1"]);
    let instance = id(&cloud, "instance show db1");
    let ran = cloud.run("backup strategy create --instance-id db1 --swift-container c -f json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let project = seed::DEMO.project_id;
    assert_eq!(
        shown,
        json!({"backend": "swift", "instance_id": instance, "project_id": project, "swift_container": "c"})
    );
    assert_eq!(
        ran.bodies,
        [json!({"backup_strategy": {"instance_id": instance, "swift_container": "c"}})]
    );
    let ran = cloud.run("backup strategy create --swift-container all");
    assert_eq!(ran.bodies, [json!({"backup_strategy": {"swift_container": "all"}})]);
    let out = cloud.ok("backup strategy list -f csv");
    assert_eq!(
        out,
        format!(
            "\"Project ID\",\"Instance ID\",\"Swift Container\"\n\"{project}\",\"{instance}\",\"c\"\n\"{project}\",\"\",\"all\"\n"
        )
    );
    assert_eq!(
        cloud.ok("backup strategy list --instance db1 -f value -c 'Swift Container'"),
        "c\n"
    );
    cloud.ok("backup create b1 -i db1 --wait");
    assert!(cloud.ok("backup show b1 -f value -c locationRef").contains("/c/"));
    let ran = cloud.run("backup strategy delete --instance db1");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(ran.changes(), [format!("DELETE /backup_strategies?instance_id={instance}")]);
    assert_eq!(cloud.ok("backup strategy list -f value -c 'Swift Container'"), "all\n");
}

#[test] // docs/differences.md W11
fn deleting_the_strategy_of_a_project_says_so() {
    let cloud = Cloud::new();
    let ran = cloud.run("backup strategy delete");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.starts_with("deleted the backup strategy of the whole project"), "{ran:?}");
    assert_eq!(ran.asked, ["DELETE /backup_strategies"]);
    assert_eq!(cloud.run("backup strategy delete -q").err, "");
}

#[test] // docs/server-behaviour.md 67
fn a_strategy_for_an_unknown_instance_is_not_created() {
    let cloud = Cloud::new();
    let create = "backup strategy create --swift-container c --instance-id";
    for unknown in ["nope", NOBODY] {
        let ran = cloud.run(&format!("{create} {unknown}"));
        assert_eq!(ran.failed(3, "no instance has the name or ID").changes(), [""; 0]);
    }
    let create = "backup strategy create";
    cloud.run(create).failed(2, "--swift-container <CONTAINER>").sent_nothing();
    cloud.run(&format!("{create} --swift-container 'a b'")).failed(2, "'a b'").sent_nothing();
}

#[test] // docs/differences.md W68
fn a_strategy_belongs_to_the_own_project() {
    let cloud = Cloud::new();
    let (demo, admin) = (seed::DEMO.project_id, seed::ADMIN.project_id);
    let create = "backup strategy create --swift-container c --project-id";
    cloud.ok(&format!("{create} {demo}"));
    let ran = cloud.run(&format!("{create} {admin}"));
    ran.failed(2, "hint: log in to that project: --os-project-id").sent_nothing();
    for verb in ["list", "delete"] {
        let ran = cloud.run(&format!("backup strategy {verb} --project-id {admin}"));
        ran.failed(4, "(HTTP 403)");
    }
    let list = format!("backup strategy list --project-id {demo} -f value -c 'Swift Container'");
    assert_eq!(cloud.admin(&list).out, "c\n");
    let ran = cloud.admin(&format!("backup strategy delete --project-id {demo}"));
    assert_eq!(ran.asked, [format!("DELETE /backup_strategies?project_id={demo}")]);
    assert_eq!(cloud.ok("backup strategy list -f value"), "");
}

#[test]
fn output_that_cannot_be_printed_is_refused_before_anything_is_sent() {
    let cloud = Cloud::new();
    for (line, wrong_format) in [
        ("list", "shell"),
        ("list instance db1", "shell"),
        ("strategy list", "shell"),
        ("show b1", "csv"),
        ("create b1 -i db1", "csv"),
        ("create b1 -i db1 --wait", "csv"),
        ("strategy create --swift-container c", "csv"),
    ] {
        let line = format!("backup {line}");
        cloud.run(&format!("{line} -c nonsense")).failed(2, "'nonsense'").sent_nothing();
        cloud.run(&format!("{line} -f {wrong_format}")).failed(2, "printed as").sent_nothing();
    }
}
