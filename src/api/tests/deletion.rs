//! Tests of deletions that are waited for: when a request is sent, and when the wait ends.

use crate::api::tests::fake::{Fake, not_found};
use crate::api::{Client, Wait, WaitEvent};
use crate::{Error, ErrorKind, Result};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ID: &str = "aaaaaaaa-0000-4000-8000-000000000001";

/// The answers of the service: what a look shows, one after the other, the last stays; and the status of
/// each DELETE, 202 after the last.
struct Service {
    shown: Vec<Value>,
    deletes: Vec<u16>,
}

struct Ended {
    end: Result<()>,
    deletes: usize,
    events: Vec<WaitEvent>,
    elapsed: u64,
}

fn instance(status: &str) -> Value {
    json!({"instance": {"id": ID, "status": status, "operating_status": if status == "ACTIVE" { "HEALTHY" } else { "" }}})
}

fn instances(statuses: &[&str]) -> Vec<Value> {
    statuses
        .iter()
        .map(|status| if *status == "gone" { Value::Null } else { instance(status) })
        .collect()
}

fn delete(service: Service, work: impl FnOnce(&Client, &mut Wait<'_>) -> Result<()>) -> Ended {
    let Service { shown, deletes } = service;
    let (mut at, mut requests) = (0, 0);
    let fake = Fake::new(move |line, _| {
        if line.starts_with("DELETE ") {
            requests += 1;
            let status = deletes.get(requests - 1).copied().unwrap_or(202);
            return (status, json!({"error": {"message": "not now", "code": status}}));
        }
        let state = &shown[at.min(shown.len() - 1)];
        at += 1;
        match state.as_u64() {
            Some(status) => (u16::try_from(status).unwrap(), Value::Null),
            None if state.is_null() => not_found(),
            None => (200, state.clone()),
        }
    });
    let seen = Arc::new(Mutex::new((Vec::new(), 0)));
    let keep = seen.clone();
    let mut wait = Wait::up_to(Duration::from_secs(600)).on_progress(move |progress| {
        let mut seen = keep.lock().unwrap();
        seen.0.extend(progress.event);
        seen.1 = progress.elapsed.as_secs();
    });
    let end = work(&fake.client(), &mut wait);
    drop(wait);
    let deletes = fake.asked().iter().filter(|line| line.starts_with("DELETE ")).count();
    let (events, elapsed) = seen.lock().unwrap().clone();
    Ended { end, deletes, events, elapsed }
}

fn delete_instance(shown: &[&str], deletes: &[u16]) -> Ended {
    let service = Service { shown: instances(shown), deletes: deletes.to_vec() };
    delete(service, |client, wait| client.instances().delete_and_wait(ID, wait))
}

#[test] // docs/server-behaviour.md 22
fn what_is_being_built_is_asked_for_again_until_the_service_agrees() {
    let ended = delete_instance(
        &["BUILD", "BUILD", "BUILD", "ACTIVE", "SHUTDOWN", "gone"],
        &[422, 422, 422],
    );
    assert!(ended.end.is_ok(), "{:?}", ended.end);
    assert_eq!((ended.deletes, ended.events), (4, vec![WaitEvent::DeletionRefused]));
    // Also if the service agrees before it shows why.
    let ended = delete_instance(&["BUILD", "BUILD", "BUILD", "gone"], &[422]);
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 2));
}

#[test] // docs/server-behaviour.md 5
fn what_is_being_deleted_is_waited_for_and_not_deleted_again() {
    let ended = delete_instance(&["SHUTDOWN", "SHUTDOWN", "SHUTDOWN", "gone"], &[]);
    assert!(ended.end.is_ok(), "{:?}", ended.end);
    assert_eq!((ended.deletes, ended.events), (0, vec![WaitEvent::DeletionUnderway]));
    // One that somebody else deletes while the service still refuses.
    let ended = delete_instance(&["BUILD", "SHUTDOWN", "gone"], &[422]);
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 1));
    // Up to Victoria there is no operating status.
    let old = json!({"instance": {"id": ID, "status": "SHUTDOWN"}});
    let service = Service { shown: vec![old, Value::Null], deletes: vec![] };
    let ended = delete(service, |client, wait| client.instances().delete_and_wait(ID, wait));
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 0));
}

#[test]
fn what_comes_back_is_deleted_once_more_and_not_twice_more() {
    let ended = delete_instance(&["ACTIVE", "SHUTDOWN", "ACTIVE", "SHUTDOWN", "gone"], &[]);
    assert!(ended.end.is_ok(), "{:?}", ended.end);
    assert_eq!((ended.deletes, ended.events), (2, vec![WaitEvent::DeletionRepeated]));
    let ended = delete_instance(&["ACTIVE", "SHUTDOWN", "ACTIVE", "SHUTDOWN", "ACTIVE"], &[]);
    let error = ended.end.unwrap_err();
    assert_eq!(
        (ended.deletes, error.to_string()),
        (2, format!("instance '{ID}' went to ACTIVE: it has come back from its deletion"))
    );
    assert_eq!(error.kind(), ErrorKind::Waited);
    // One look that is older than the deletion means nothing, three do.
    let ended = delete_instance(&["ACTIVE", "ACTIVE", "SHUTDOWN", "gone"], &[]);
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 1));
    let ended = delete_instance(&["ACTIVE", "ACTIVE", "ACTIVE", "ACTIVE", "SHUTDOWN", "gone"], &[]);
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 2));
}

#[test]
fn a_refusal_that_does_not_pass_ends_the_wait() {
    let ended = delete_instance(&["ACTIVE"], &[403]);
    assert_eq!((ended.end.unwrap_err().status(), ended.deletes), (Some(403), 1));
    // A 422 at rest may come from a look that is too old.
    let ended = delete_instance(&["ACTIVE"], &[422; 100]);
    assert_eq!((ended.end.unwrap_err().status(), ended.deletes), (Some(422), 4));
    let ended = delete_instance(&["BUILD"], &[422; 100]);
    assert!(matches!(ended.end, Err(Error::TimedOut { ref status, .. }) if status == "BUILD"));
}

#[test] // docs/server-behaviour.md 5
fn a_delete_whose_fate_is_unknown_is_not_repeated() {
    for status in [500, 502] {
        let ended = delete_instance(&["ACTIVE", "SHUTDOWN", "gone"], &[status]);
        assert_eq!((ended.end.unwrap_err().status(), ended.deletes), (Some(status), 1));
    }
}

#[test]
fn what_the_service_cannot_show_is_deleted() {
    let service = Service { shown: vec![json!(500), Value::Null], deletes: vec![] };
    let ended = delete(service, |client, wait| client.instances().delete_and_wait(ID, wait));
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 1));
    let ended = delete_instance(&["gone"], &[]);
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 0));
}

#[test]
fn a_deletion_that_stays_in_error_has_failed() {
    let ended = delete_instance(&["ACTIVE", "ERROR"], &[]);
    assert!(matches!(ended.end, Err(Error::Failed { ref status, .. }) if status == "ERROR"));
    assert!((60..80).contains(&ended.elapsed), "{}", ended.elapsed);
    let ended = delete_instance(&["ERROR", "ERROR", "SHUTDOWN", "gone"], &[]);
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 1));
}

#[test]
fn clusters_and_backups_are_deleted_in_the_same_way() {
    let cluster =
        |task: &str| json!({"cluster": {"id": ID, "task": {"name": task}, "instances": []}});
    let shown = vec![cluster("BUILDING"), cluster("NONE"), cluster("DELETING"), Value::Null];
    let ended = delete(Service { shown, deletes: vec![422] }, |client, wait| {
        client.clusters().delete_and_wait(ID, wait)
    });
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 2));
    let shown = vec![cluster("DELETING"), Value::Null];
    let ended = delete(Service { shown, deletes: vec![] }, |client, wait| {
        client.clusters().delete_and_wait(ID, wait)
    });
    assert_eq!((ended.end.is_ok(), ended.deletes), (true, 0));

    // docs/server-behaviour.md 32
    let backup = |status: &str| json!({"backup": {"id": ID, "status": status}});
    let shown = ["BUILDING", "BUILDING", "BUILDING", "COMPLETED"].map(backup);
    let shown = [&shown[..], &vec![backup("COMPLETED"); 9], &[Value::Null]].concat();
    let ended = delete(Service { shown, deletes: vec![500] }, |client, wait| {
        client.backups().delete_and_wait(ID, wait)
    });
    assert!(ended.end.is_ok(), "{:?}", ended.end);
    assert_eq!((ended.deletes, ended.events), (2, vec![WaitEvent::DeletionRefused]));
    let shown = vec![backup("COMPLETED"), backup("DELETE_FAILED")];
    let ended = delete(Service { shown, deletes: vec![] }, |client, wait| {
        client.backups().delete_and_wait(ID, wait)
    });
    assert!(
        matches!(ended.end, Err(Error::Failed { ref status, .. }) if status == "DELETE_FAILED")
    );
}
