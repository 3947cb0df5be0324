//! `trove db`

use crate::support::cloud::Cloud;
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

fn cloud() -> Cloud {
    Cloud::new().with_instances(&["db1"])
}

/// A cloud whose guest agent is late: the first list of databases is this.
fn slow_cloud(first: &'static [&'static str]) -> Cloud {
    let is_late = AtomicBool::new(true);
    let answer = move |line: &str| {
        let lists = line.starts_with("GET /instances/") && line.contains("/databases");
        let rows: Vec<_> = first.iter().map(|name| json!({ "name": name })).collect();
        (lists && is_late.swap(false, Ordering::Relaxed))
            .then(|| (200, json!({ "databases": rows })))
    };
    Cloud::answering(answer).with_instances(&["db1"])
}

fn names(cloud: &Cloud) -> String {
    cloud.ok("db list db1 -f value")
}

#[test]
fn create_waits_until_the_list_shows_it() {
    let cloud = slow_cloud(&["app"]);
    let ran = cloud.run("db create db1 shop --character_set utf8mb4 --collate utf8mb4_bin --wait");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.starts_with("database 'shop': not in the list (0s)\ndatabase 'shop': in the"));
    assert!(ran.asked.iter().any(|line| line.starts_with("POST /instances/")), "{:?}", ran.asked);
    let wanted = json!({"name": "shop", "character_set": "utf8mb4", "collate": "utf8mb4_bin"});
    assert_eq!(ran.bodies, [json!({ "databases": [wanted] })]);
    assert_eq!(names(&cloud), "app\nshop\n");
}

#[test]
fn create_without_wait_prints_nothing() {
    let cloud = cloud();
    let ran = cloud.run("db create db1 a b");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(ran.bodies, [json!({"databases": [{"name": "a"}, {"name": "b"}]})]);
    assert_eq!(names(&cloud), "a\napp\nb\n");
}

#[test]
fn create_shows_why_the_service_refused() {
    let cloud = cloud();
    cloud.run("db create db1 app").failed(1, "A database with the name \"app\" already exists.");
    cloud.run("db create db1 mysql").failed(1, "is on the reserved list");
    cloud.run("db create db1 ''").failed(2, "a database needs a name");
    cloud.run("db create db2 app").failed(3, "no instance has the name or ID 'db2'");
    cloud.ok("instance create db1 --flavor 2 --size 1 --datastore mysql");
    cloud.run("db create db1 x").failed(3, "2 instances are called 'db1'");
}

#[test]
fn databases_need_a_running_instance() {
    let cloud = Cloud::new();
    cloud.ok("instance create db1 --flavor 2 --size 1 --datastore mysql");
    cloud.run("db list db1").failed(1, "(HTTP 422)").failed(1, "hint: the instance may be busy");
}

#[test]
fn delete_waits_until_the_database_is_gone() {
    let cloud = slow_cloud(&["app"]);
    let ran = cloud.run("db delete db1 app --wait");
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let end = "database 'app': not in the list (0s)\nDeleted database 'app' of instance 'db1'\n";
    assert!(ran.err.ends_with(end), "{}", ran.err);
    assert!(ran.changes()[0].ends_with("/databases/app"), "{:?}", ran.asked);
    assert_eq!(names(&cloud), "");
    cloud
        .run("db delete db1 app")
        .failed(3, "failed to delete database 'app': Database app cannot");
}

#[test] // docs/server-behaviour.md 18
fn the_wait_for_a_database_that_never_appears_times_out() {
    let ran = slow_cloud(&["app"]).run("db delete db1 app --wait=0s");
    ran.failed(5, "error: database 'app' is still in the list after 0s");
    ran.failed(5, "hint: the operation is still running, or has failed silently: 'trove db list ");
}

#[test] // docs/server-behaviour.md 1
fn a_database_with_a_dot_in_its_name_is_not_deleted() {
    let cloud = cloud();
    for name in ["app.b", "app.json", ".app", "..", "."] {
        let ran = cloud.run(&format!("db delete db1 {name}"));
        ran.failed(2, "first dot").failed(2, "hint: use the database's own client").sent_nothing();
    }
    let ran = cloud.run("db create db1 app.b --wait");
    assert!(ran.err.starts_with("warning: 'app.b' cannot be deleted"), "{}", ran.err);
    assert_eq!(names(&cloud), "app\napp.b\n");
}

#[test] // docs/differences.md W01
fn names_are_encoded_and_unreachable_names_are_refused() {
    let cloud = cloud();
    for name in ["a#b", "a?b", "a b", "a%2Fb", "app#x"] {
        cloud.ok(&format!("db create db1 '{name}' --wait"));
        cloud.ok(&format!("db delete db1 '{name}' --wait"));
        assert_eq!(names(&cloud), "app\n", "{name}");
    }
    for name in ["a/b", "app/", "ö1", ""] {
        cloud.run(&format!("db delete db1 '{name}'")).failed(2, "cannot name").sent_nothing();
    }
}

#[test]
fn list_reads_all_pages_unless_limited() {
    let cloud = cloud();
    let many: Vec<String> = (0..45).map(|n| format!("d{n:02}")).collect();
    cloud.ok(&format!("db create db1 {} --wait", many.join(" ")));
    let all = cloud.run("db list db1 -f value");
    assert_eq!((all.out.lines().count(), all.err.as_str()), (46, ""));
    assert_eq!(cloud.ok("db list db1 -f value --all"), all.out);
    let some = cloud.run("db list db1 -f value --limit 21 --marker d10");
    assert_eq!(some.out.lines().collect::<Vec<_>>(), &many[11..32]);
    assert!(some.err.starts_with("21 shown, more exist"), "{}", some.err);
    cloud.run("db list db1 --limit 0").failed(2, "0 is not in 1..").sent_nothing();
}

#[test] // docs/server-behaviour.md 49
fn a_short_page_does_not_end_the_list() {
    let cloud = cloud();
    // The superuser is on the first page, but not shown.
    cloud.ok("root enable db1");
    for n in 0..21 {
        cloud.ok(&format!("user create db1 u{n:02} pw1"));
    }
    cloud.ok("user create db1 q1 pw1 --wait");
    let ran = cloud.run("user list db1 -f value -c Name --limit 22");
    assert_eq!(ran.out.lines().count(), 22);
    assert!(!ran.out.contains("root"), "{}", ran.out);
}

#[test]
fn options_that_cannot_be_printed_are_refused_before_anything_is_sent() {
    let cloud = cloud();
    for options in ["-c nonsense", "-f shell"] {
        cloud.run(&format!("db list db1 {options}")).failed(2, "").sent_nothing();
    }
}
