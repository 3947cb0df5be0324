//! Tests of backups: the requests, and lists that change while they are read.

use super::*;
use crate::ErrorKind;
use crate::api::tests::fake::{Fake, not_found};
use crate::api::{BackupStatus, Query, Wait};
use serde_json::{Value, json};

const ID: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const VERSION: &str = "bbbbbbbb-0000-4000-8000-000000000001";

fn backup(id: usize) -> Value {
    json!({"id": format!("{id}"), "name": "b", "status": "COMPLETED", "size": 0.5})
}

/// Shows the backup in these states, one after the other; the last stays. `null` is 404.
fn showing(states: &'static [Option<&'static str>]) -> Fake {
    let mut at = 0;
    Fake::new(move |_, _| {
        let state = states[at.min(states.len() - 1)];
        at += 1;
        match state {
            Some(state) => (200, json!({"backup": {"id": ID, "name": "b", "status": state}})),
            None => not_found(),
        }
    })
}

fn remote() -> NewBackup {
    NewBackup {
        name: "r".into(),
        remote: Some(RemoteBackup {
            location: "http://x/c/o".into(),
            version_id: VERSION.into(),
            size: 1.5,
        }),
        ..NewBackup::default()
    }
}

#[test] // docs/server-behaviour.md 54
fn a_create_sends_a_number_for_incremental() {
    let fake = Fake::new(|_, _| (202, json!({"backup": {"id": ID, "name": "b", "status": "NEW"}})));
    let client = fake.client();
    let plain = NewBackup { name: "b".into(), instance: Some(ID.into()), ..NewBackup::default() };
    assert_eq!(client.backups().create(&plain).unwrap().status, BackupStatus::New);
    let full = NewBackup {
        description: Some("d".into()),
        incremental: true,
        parent: Some("p".into()),
        container: Some("c".into()),
        storage_driver: Some("swift".into()),
        ..plain
    };
    client.backups().create(&full).unwrap();
    client.backups().create(&remote()).unwrap();
    assert_eq!(
        fake.bodies(),
        [
            json!({"backup": {"name": "b", "incremental": 0, "instance": ID}}),
            json!({"backup": {"name": "b", "incremental": 1, "instance": ID, "description": "d",
                "parent_id": "p", "storage_driver": "swift", "swift_container": "c"}}),
            json!({"backup": {"name": "r", "restore_from": {"remote_location": "http://x/c/o",
                "local_datastore_version_id": VERSION, "size": 1.5}}}),
        ]
    );
}

#[test]
fn input_that_the_service_would_ignore_or_refuse_is_not_sent() {
    let fake = Fake::new(|_, _| (202, Value::Null));
    let client = fake.client();
    let text = || Some("x".to_owned());
    let size = |size: f64| {
        let remote = remote().remote.map(|remote| RemoteBackup { size, ..remote });
        NewBackup { remote, ..NewBackup::default() }
    };
    for (new, message) in [
        (NewBackup::default(), "a backup needs an instance"),
        (NewBackup { instance: text(), ..remote() }, "cannot be given an instance"),
        (NewBackup { incremental: true, ..remote() }, "cannot be given a parent"),
        (NewBackup { parent: text(), ..remote() }, "cannot be given a parent"),
        (NewBackup { container: text(), ..remote() }, "cannot be given a container"),
        (
            NewBackup { instance: text(), container: Some("a b".into()), ..NewBackup::default() },
            "'a b' is not a name for a container of backups",
        ),
        (size(0.0), "'0' is not the size of a backup"),
        (size(f64::NAN), "'NaN' is not the size of a backup"),
    ] {
        let error = client.backups().create(&new).unwrap_err();
        assert!(error.to_string().ends_with(message), "{error}");
        assert_eq!(error.kind(), ErrorKind::Usage);
    }
    let strategy = NewBackupStrategy { instance_id: None, swift_container: "a;b".into() };
    assert!(client.backup_strategies().create(&strategy).is_err());
    assert!(fake.asked().is_empty());
}

#[test] // docs/server-behaviour.md 19
fn a_row_that_moves_to_the_next_page_is_given_once() {
    let fake = Fake::new(|line, _| {
        let page = |ids: &[usize], next: &str| {
            let rows: Vec<_> = ids.iter().map(|id| backup(*id)).collect();
            let href = format!("http://x/backups?marker={next}");
            (200, json!({"backups": rows, "links": [{"rel": "next", "href": href}]}))
        };
        match line.rsplit('=').next().unwrap() {
            "20" => page(&[2, 3], "40"),
            "40" => (200, json!({"backups": []})),
            _ => page(&[1, 2], "20"),
        }
    });
    let client = fake.client();
    let ids: Vec<_> = client.backups().all(Query::new()).map(|b| b.unwrap().id).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let three = client.backups().all(Query::new().limit(3)).count();
    assert_eq!(three, 3, "what is seen again does not count");
    assert_eq!(client.backups().find_id("b").unwrap_err().to_string().matches(", ").count(), 2);
}

#[test] // docs/server-behaviour.md 46
fn a_marker_that_is_no_number_is_not_sent() {
    let fake = Fake::new(|_, _| (500, Value::Null));
    let client = fake.client();
    for marker in [ID, "-1", "1.5"] {
        let query = Query::new().marker(marker.to_owned());
        let error = client.backups().objects(query.clone()).next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
        assert!(client.instance_backups(ID).objects(query).next().unwrap().is_err());
    }
    assert!(fake.asked().is_empty());
}

#[test]
fn a_wait_ends_when_the_backup_can_be_restored_or_never_will() {
    let wait = |states, goal| {
        showing(states).client().backups().wait_named(ID, "b", goal, &mut Wait::default())
    };
    let goal = BackupGoal::Complete;
    let end = wait(&[Some("NEW"), Some("BUILDING"), Some("SAVING"), Some("COMPLETED")], goal);
    assert_eq!(end.unwrap().unwrap()["status"], "COMPLETED");
    assert!(wait(&[Some("RESTORED")], goal).is_ok());
    let error = wait(&[Some("NEW"), Some("FAILED")], goal).unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.kind()),
        ("backup 'b' went to FAILED", ErrorKind::Waited)
    );
    assert_eq!(wait(&[None], goal).unwrap_err().status(), Some(404));
    let goal = BackupGoal::Gone;
    assert!(wait(&[Some("COMPLETED"), Some("DELETE_FAILED"), None], goal).unwrap().is_none());
    assert_eq!(wait(&[Some("COMPLETED")], goal).unwrap_err().kind(), ErrorKind::Waited);
}

#[test] // docs/server-behaviour.md 32
fn the_crash_on_a_running_backup_is_explained() {
    let delete = |status: &'static str| {
        let fake = Fake::new(move |line, _| match line.split(' ').next().unwrap() {
            "DELETE" => (500, json!({"instanceFault": {"code": 500, "message": "Internal"}})),
            _ => (200, json!({"backup": {"id": ID, "name": "b", "status": status}})),
        });
        fake.client().backups().delete(ID).unwrap_err().to_string()
    };
    let why = "the backup is BUILDING, and cannot be deleted until it is done (HTTP 500)";
    assert_eq!(delete("BUILDING"), why);
    assert_eq!(delete("COMPLETED"), "Internal (HTTP 500)");
}

#[test]
fn a_strategy_is_deleted_by_a_query() {
    let fake = Fake::new(|_, _| (202, Value::Null));
    let client = fake.client();
    client.backup_strategies().delete(None, None).unwrap();
    client.backup_strategies().delete(Some("i"), Some("p")).unwrap();
    assert_eq!(
        fake.asked(),
        ["DELETE backup_strategies", "DELETE backup_strategies?instance_id=i&project_id=p"]
    );
}

#[test]
fn a_parent_is_looked_for_among_the_backups_of_its_instance() {
    let rows = json!({"backups": [{"id": "7", "name": "daily", "status": "COMPLETED"}]});
    let fake = Fake::new(move |_, _| (200, rows.clone()));
    let client = fake.client();
    let backups = client.instance_backups(ID);
    assert_eq!(backups.listed_id("daily").unwrap(), "7");
    assert_eq!(backups.listed_id(VERSION).unwrap(), VERSION);
    assert_eq!(backups.listed_id("nope").unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(fake.asked(), vec![format!("GET instances/{ID}/backups"); 2]);
}

#[test]
fn a_version_is_found_by_name_in_any_datastore() {
    let version = |id: &str, name: &str| json!({"id": id, "name": name});
    let rows = json!({"datastores": [
        {"id": "m", "name": "mysql", "versions": [version("1", "8.0"), version("2", "x")]},
        {"id": "p", "name": "postgresql", "versions": [version("3", "16"), version("4", "x")]},
    ]});
    let client = Fake::new(move |_, _| (200, rows.clone())).client();
    let find = |name: &str| client.datastores().find_version_id(name);
    assert_eq!(find("16").unwrap(), "3");
    assert_eq!(find(VERSION).unwrap(), VERSION);
    assert!(find("x").unwrap_err().to_string().contains("2, 4"));
    assert_eq!(find("9").unwrap_err().kind(), ErrorKind::NotFound);
}
