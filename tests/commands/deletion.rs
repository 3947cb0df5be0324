//! Deleting instances, clusters and backups: what is looked at, what is sent, what is said.

use crate::commands::instance::id;
use crate::support::cloud::{Cloud, MEMBERS};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

const CREATE: &str = "--flavor 2 --size 1 --datastore mysql";

#[test] // docs/server-behaviour.md 22
fn what_is_being_built_is_deleted_as_soon_as_it_may() {
    for (create, delete, noun) in [
        (format!("instance create x {CREATE}"), "instance delete x", "instance"),
        (format!("cluster create x mariadb 11.4.8 {MEMBERS}"), "cluster delete x", "cluster"),
        ("backup create x --instance db1".to_owned(), "backup delete x", "backup"),
    ] {
        let cloud = Cloud::new().with_instances(&["db1"]);
        cloud.ok(&create);
        let refused = cloud.run(delete);
        let hint = format!(
            "hint: 'trove {noun} delete x --wait' deletes it as soon as the service allows it"
        );
        refused.failed(1, "(HTTP 422)").failed(1, &hint);
        let ran = cloud.run(&format!("{delete} --wait"));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(
            ran.err.contains(&format!("{noun} 'x' cannot be deleted while it is ")),
            "{}",
            ran.err
        );
        assert_eq!(ran.err.matches("trying until it can").count(), 1, "{}", ran.err);
        assert!(ran.err.contains(&format!("\nDeleted {noun} 'x' (")), "{}", ran.err);
        assert!(ran.changes().len() > 1, "{:?}", ran.asked);
        cloud.run(&format!("{noun} show x")).failed(3, "no ");
    }
}

#[test] // docs/server-behaviour.md 5
fn a_second_delete_is_not_sent() {
    for (create, noun) in [
        (format!("instance create x {CREATE} --wait"), "instance"),
        (format!("cluster create x mariadb 11.4.8 {MEMBERS} --wait"), "cluster"),
    ] {
        let cloud = Cloud::new();
        cloud.ok(&create);
        let delete = format!("{noun} delete x");
        assert_eq!(cloud.run(&delete).changes().len(), 1);
        let again = cloud.run(&delete);
        assert_eq!((again.code, again.out.as_str(), again.changes().len()), (0, "", 0));
        assert!(again.err.starts_with(&format!("{noun} 'x' (")), "{}", again.err);
        assert!(again.err.ends_with(") is being deleted already\n"), "{}", again.err);
        let waited = cloud.run(&format!("{delete} --wait"));
        assert_eq!((waited.code, waited.changes().len()), (0, 0), "{}", waited.err);
        assert!(
            waited.err.starts_with(&format!("{noun} 'x' is being deleted already\n")),
            "{}",
            waited.err
        );
        assert!(waited.err.contains("\nDeleted "), "{}", waited.err);
    }
}

#[test]
fn a_deletion_that_comes_back_is_sent_once_more() {
    let looks = AtomicUsize::new(0);
    let cloud = Cloud::answering(move |line| {
        if !line.starts_with("GET /instances/") {
            return line.starts_with("DELETE ").then(|| (202, Value::Null));
        }
        let status = ["ACTIVE", "SHUTDOWN", "ACTIVE", "SHUTDOWN"];
        let status = status.get(looks.fetch_add(1, Ordering::Relaxed));
        let Some(status) = status else {
            return Some((404, json!({"itemNotFound": {"code": 404, "message": "gone"}})));
        };
        let operating = if *status == "ACTIVE" { "HEALTHY" } else { "" };
        let instance =
            json!({"id": "x", "name": "db1", "status": status, "operating_status": operating});
        Some((200, json!({ "instance": instance })))
    });
    let ran = cloud.run("instance delete aaaaaaaa-0000-4000-8000-000000000001 --wait");
    assert_eq!((ran.code, ran.changes().len()), (0, 2), "{}", ran.err);
    assert!(
        ran.err.contains("has come back from its deletion (ACTIVE); deleting it once more\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.ends_with("\nDeleted instance 'db1' (aaaaaaaa-0000-4000-8000-000000000001)\n"),
        "{}",
        ran.err
    );
}

#[test] // docs/server-behaviour.md 83
fn up_to_victoria_a_shutdown_may_be_a_stopped_database() {
    let cloud = Cloud::answering(|line| {
        let shown = json!({"instance": {"id": "x", "name": "db1", "status": "SHUTDOWN"}});
        Some((200, if line.starts_with("GET /instances/") { shown } else { Value::Null }))
    });
    let id = "aaaaaaaa-0000-4000-8000-000000000001";
    let ran = cloud.run(&format!("instance delete {id}"));
    assert_eq!((ran.code, ran.changes().len()), (0, 0), "{}", ran.err);
    assert!(
        ran.err.ends_with("or its database is stopped; with --force it is deleted in any case\n")
    );
    assert_eq!(cloud.run(&format!("instance delete {id} --force")).changes().len(), 2);
}

#[test]
fn a_deletion_by_force_looks_at_nothing_first() {
    let cloud = Cloud::new();
    cloud.ok(&format!("instance create x {CREATE}"));
    let id = id(&cloud, "x");
    let ran = cloud.run(&format!("instance delete {id} --force"));
    assert_eq!(
        ran.asked,
        [format!("POST /instances/{id}/action"), format!("DELETE /instances/{id}")]
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    // It also restarts a deletion that is stuck.
    assert_eq!(cloud.run(&format!("instance delete {id} --force --wait")).changes().len(), 2);
}

#[test]
fn a_wait_says_each_minute_that_it_is_still_waiting() {
    let cloud = Cloud::with_faults("status=BUILD:slow*");
    let ran = cloud.run(&format!("instance create slow {CREATE} --wait=3m"));
    let said: Vec<&str> = ran.err.lines().take(4).collect();
    let still = |seconds| format!("instance 'slow': still BUILD ({seconds}s)");
    assert_eq!(
        said,
        ["instance 'slow': BUILD (0s)", &still(60), &still(120), &still(180)],
        "{}",
        ran.err
    );
    // A deletion that is refused says it too.
    let ran = cloud.run("instance delete slow --wait=1m");
    assert!(
        ran.failed(5, "is still BUILD after 1m").err.contains("still BUILD (60s)\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("hint: 'trove instance delete slow --wait' continues to wait; if"),
        "{}",
        ran.err
    );
}

#[test]
fn silence_is_kept_except_for_errors() {
    let cloud = Cloud::with_faults("status=BUILD:slow*").with_instances(&["db1", "db2", "db3"]);
    cloud.ok("backup create b1 --instance db1 --wait");
    for line in [
        "instance create db1 --flavor 2 --size 1 --wait -q",
        "instance restart db2 db3 --wait -q",
        "db create db2 other --wait -q",
        "db delete db2 other --wait -q",
        "backup delete b1 --wait -q",
        "instance delete db2 db3 --wait -q",
        "instance list -q --limit 1",
        "instance list -q --sort-column flavor",
    ] {
        let ran = cloud.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{line}");
    }
    let ran = cloud.run(&format!("instance create slow {CREATE} --wait=2m -q"));
    assert!(ran.failed(5, "is still BUILD").err.starts_with("error: "), "{}", ran.err);
}

#[test]
fn an_interrupted_deletion_names_what_is_not_deleted_and_the_command_that_continues() {
    let cloud = Cloud::new().with_instances(&["db1", "db2"]);
    let id = id(&cloud, "db1");
    let ran = cloud.interrupted(3, "instance delete db1 --wait");
    let says = format!(
        "interrupted; instance 'db1' ({id}) is not deleted yet: 'trove instance delete db1 --wait' continues to wait\n"
    );
    assert_eq!((ran.code, ran.out.as_str()), (130, ""));
    assert!(ran.err.ends_with(&says), "{}", ran.err);
    // What had not begun is not begun.
    let names: Vec<String> = (0..20).map(|n| format!("i{n}")).collect();
    for name in &names {
        cloud.ok(&format!("instance create {name} {CREATE} --wait"));
    }
    let ran = cloud.interrupted(1, &format!("instance delete {} --wait", names.join(" ")));
    assert_eq!((ran.code, ran.changes()), (130, Vec::new()), "{}", ran.err);
    assert_eq!(
        ran.err.matches("interrupted; nothing was done to instance 'i").count(),
        20,
        "{}",
        ran.err
    );
}
