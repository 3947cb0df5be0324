//! Tests of instances: the request of each action, and the end of a wait.

use super::*;
use crate::api::tests::fake::{Fake, not_found};
use crate::api::{Query, Wait};
use crate::json::Object;
use crate::secret::Secret;
use crate::{Error, ErrorKind};
use serde_json::{Value, json};

const ID: &str = "aaaaaaaa-0000-4000-8000-000000000001";

/// Accepts everything.
fn accepting() -> Fake {
    Fake::new(|_, _| (202, Value::Null))
}

/// Shows the instance in these states, one after the other; the last stays. `null` is 404.
fn showing(states: Value) -> Fake {
    let mut at = 0;
    Fake::new(move |_, _| {
        let states = states.as_array().unwrap();
        let state = &states[at.min(states.len() - 1)];
        at += 1;
        if state.is_null() { not_found() } else { (200, json!({"instance": state})) }
    })
}

fn wait(states: Value, goal: &Goal) -> crate::Result<Option<Object>> {
    showing(states).client().instances().wait_named(ID, "db1", goal, &mut Wait::default())
}

fn ended(states: Value, goal: &Goal) -> String {
    wait(states, goal).unwrap_err().to_string()
}

fn state(status: &str, operating: &str) -> Value {
    json!({"id": ID, "status": status, "operating_status": operating, "volume": {"size": 1}, "flavor": {"id": "2"}})
}

#[test]
fn a_create_sends_only_the_fields_that_are_set() {
    let fake =
        Fake::new(|_, _| (200, json!({"instance": {"id": ID, "name": "n", "status": "BUILD"}})));
    let client = fake.client();
    let new = NewInstance { name: "n".into(), flavor: Some("2".into()), ..NewInstance::default() };
    assert_eq!(client.instances().create(&new).unwrap().id, ID);
    let full = NewInstance {
        volume: Some(NewVolume { size: 5, volume_type: Some("ssd".into()) }),
        databases: vec!["a".into()],
        users: vec![NewUser {
            name: "u".into(),
            password: Secret::new("p"),
            host: None,
            databases: vec!["a".into()],
        }],
        backup: Some("b".into()),
        datastore: NewDatastore { name: Some("mysql".into()), ..NewDatastore::default() },
        nics: vec![Nic { network_id: Some("N".into()), ..Nic::default() }],
        modules: vec!["m".into()],
        region: Some("R".into()),
        access: Some(Access { is_public: true, allowed_cidrs: vec!["10.0.0.0/8".into()] }),
        ..new
    };
    client.instances().create(&full).unwrap();
    assert_eq!(
        fake.bodies(),
        [
            json!({"instance": {"name": "n", "flavorRef": "2"}}),
            json!({"instance": {
                "name": "n", "flavorRef": "2", "volume": {"size": 5, "type": "ssd"},
                "databases": [{"name": "a"}],
                "users": [{"name": "u", "password": "p", "databases": [{"name": "a"}]}],
                "restorePoint": {"backupRef": "b"}, "datastore": {"type": "mysql"},
                "nics": [{"network_id": "N"}], "modules": [{"id": "m"}], "region_name": "R",
                "access": {"is_public": true, "allowed_cidrs": ["10.0.0.0/8"]},
            }}),
        ]
    );
}

#[test]
fn a_create_that_the_service_would_refuse_is_not_sent() {
    let fake = accepting();
    let create = |new: NewInstance| fake.client().instances().create(&new).unwrap_err();
    let named = |name: &str| NewInstance { name: name.into(), ..NewInstance::default() };
    let flavored = |name: &str| NewInstance { flavor: Some("2".into()), ..named(name) };
    let nothing = Some(NewVolume { size: 0, volume_type: None });
    for (new, message) in [
        (named("n"), "an instance needs a flavor"),
        (flavored("--"), "'--' is not a name for an instance"),
        (NewInstance { volume: nothing, ..flavored("n") }, "a volume has at least 1 GB"),
        (
            NewInstance { replica_of: Some(ID.into()), ..flavored("n") },
            "a replica cannot be given a flavor",
        ),
    ] {
        let error = create(new);
        assert_eq!((error.to_string().as_str(), error.kind()), (message, ErrorKind::Usage));
    }
    assert!(fake.asked().is_empty());
}

#[test]
fn each_action_has_the_servers_name() {
    let fake = accepting();
    let client = fake.client();
    let instances = client.instances();
    instances.restart(ID).unwrap();
    instances.resize_flavor(ID, "3").unwrap();
    instances.resize_volume(ID, 5).unwrap();
    instances.promote(ID).unwrap();
    instances.eject(ID).unwrap();
    instances.reset_status(ID).unwrap();
    client.mgmt_instances().reboot(ID).unwrap();
    client.mgmt_instances().rebuild(ID, "img").unwrap();
    let asked = fake.asked();
    assert!(
        asked[..6].iter().all(|line| *line == format!("POST instances/{ID}/action")),
        "{asked:?}"
    );
    assert!(
        asked[6..].iter().all(|line| *line == format!("POST mgmt/instances/{ID}/action")),
        "{asked:?}"
    );
    assert_eq!(
        fake.bodies(),
        [
            json!({"restart": {}}),
            json!({"resize": {"flavorRef": "3"}}),
            json!({"resize": {"volume": {"size": 5}}}),
            json!({"promote_to_replica_source": {}}),
            json!({"eject_replica_source": {}}),
            json!({"reset_status": {}}),
            json!({"reboot": {}}),
            json!({"rebuild": {"image_id": "img"}}),
        ]
    );
}

#[test]
fn deleting_by_force_resets_first() {
    let fake = accepting();
    fake.client().instances().force_delete(ID).unwrap();
    assert_eq!(
        fake.asked(),
        [format!("POST instances/{ID}/action"), format!("DELETE instances/{ID}")]
    );
    // The key makes it the owner's right.
    assert_eq!(fake.bodies(), [json!({"reset_status": {"force_delete": true}})]);
}

#[test] // docs/server-behaviour.md 2
fn an_empty_update_is_never_sent() {
    let fake = accepting();
    let error = fake.client().instances().update(ID, &InstanceUpdate::default()).unwrap_err();
    assert_eq!((error.to_string().as_str(), error.kind()), ("nothing to change", ErrorKind::Usage));
    assert!(fake.asked().is_empty());
}

#[test] // docs/server-behaviour.md 21
fn a_name_is_never_sent_with_another_change() {
    let fake = accepting();
    let client = fake.client();
    let update = InstanceUpdate {
        name: Some("nn".into()),
        configuration: Some(None),
        ..InstanceUpdate::default()
    };
    client.instances().update(ID, &update).unwrap();
    assert_eq!(
        fake.bodies(),
        [json!({"instance": {"configuration": null}}), json!({"instance": {"name": "nn"}})]
    );
    let too_much = InstanceUpdate { detach_replica: true, ..update };
    assert_eq!(client.instances().update(ID, &too_much).unwrap_err().kind(), ErrorKind::Usage);
    assert_eq!(fake.asked().len(), 2);
}

#[test] // docs/server-behaviour.md 9
fn ready_requires_both_statuses() {
    let busy = state("ACTIVE", "");
    let states =
        json!([state("BUILD", ""), busy, state("ACTIVE", "BLOCKED"), state("ACTIVE", "HEALTHY")]);
    let end = wait(states, &Goal::Ready).unwrap().unwrap();
    assert_eq!(end["operating_status"], "HEALTHY");
    assert!(wait(json!([state("ACTIVE", "ACTIVE")]), &Goal::Ready).is_ok());
    assert!(wait(json!([{"id": ID, "status": "ACTIVE"}]), &Goal::Ready).is_ok());
}

/// An instance of a release without an operating status, in these states.
fn old(statuses: &[&str]) -> Value {
    statuses
        .iter()
        .map(|status| json!({"id": ID, "status": status, "volume": {"size": 2}}))
        .collect()
}

#[test] // docs/server-behaviour.md 83
fn without_an_operating_status_the_status_says_when_a_wait_ends() {
    for (statuses, goal) in [
        (&["BUILD", "HEALTHY"][..], Goal::Ready),
        (&["BUILD", "SHUTDOWN", "SHUTDOWN", "ACTIVE"], Goal::Ready),
        (&["REBOOT", "BLOCKED", "HEALTHY"], Goal::Ready),
        (&["RESIZE", "SHUTDOWN", "HEALTHY"], Goal::Volume(2)),
        (&["UPGRADE", "UPGRADING", "RESTARTING", "HEALTHY"], Goal::Ready),
        (&["PROMOTE", "HEALTHY"], Goal::Standalone),
        (&["ERROR", "ERROR", "HEALTHY"], Goal::Reset),
        (&["REBOOT", "RESTART_REQUIRED"], Goal::Settled),
    ] {
        let end = wait(old(statuses), &goal).unwrap().unwrap();
        assert_eq!(Some(end["status"].as_str().unwrap()), statuses.last().copied());
    }
}

#[test] // docs/server-behaviour.md 83
fn without_an_operating_status_a_trouble_ends_a_wait_at_once_or_if_it_lasts() {
    for (status, goal, at_least) in [
        ("FAILED", Goal::Ready, 0),
        ("FAILED_TIMEOUT_GUESTAGENT", Goal::Volume(2), 0),
        ("ERROR", Goal::Flavor("3".into()), 0),
        ("BLOCKED", Goal::Ready, 20),
        ("CRASHED", Goal::Settled, 20),
        ("SHUTDOWN", Goal::Standalone, 60),
        ("ERROR", Goal::Reset, 60),
    ] {
        let fake = showing(old(&["BUILD", status]));
        let mut elapsed = 0;
        let mut quiet =
            Wait::default().on_progress(|progress| elapsed = progress.elapsed.as_secs());
        let end = fake.client().instances().wait_named(ID, "db1", &goal, &mut quiet);
        drop(quiet);
        let said = format!("instance 'db1' went to {status}");
        assert_eq!(end.unwrap_err().to_string(), said);
        assert!((at_least..at_least + 20).contains(&elapsed), "{status} lasted {elapsed} s");
    }
}

#[test] // docs/server-behaviour.md 10
fn a_required_restart_ends_only_a_wait_that_expects_it() {
    for states in
        [json!([state("RESTART_REQUIRED", "")]), json!([state("ACTIVE", "RESTART_REQUIRED")])]
    {
        assert!(wait(states.clone(), &Goal::Settled).is_ok());
        assert!(ended(states, &Goal::Ready).ends_with("it needs a restart"));
    }
}

#[test] // docs/server-behaviour.md 11
fn a_resize_that_changed_nothing_has_failed() {
    let states = json!([state("RESIZE", ""), state("ACTIVE", "HEALTHY")]);
    assert_eq!(
        ended(states.clone(), &Goal::Volume(2)),
        "instance 'db1' went to ACTIVE: the volume did not get 2 GB"
    );
    assert!(ended(states.clone(), &Goal::Flavor("3".into())).ends_with("did not change to '3'"));
    assert!(wait(states.clone(), &Goal::Volume(1)).is_ok());
    assert!(wait(states, &Goal::Flavor("2".into())).is_ok());
}

#[test]
fn a_stopped_server_is_not_busy() {
    let mut resized = state("ACTIVE", "HEALTHY");
    resized["volume"]["size"] = json!(2);
    let states = json!([state("UNKNOWN", ""), state("ACTIVE", "HEALTHY"), resized]);
    assert!(wait(states, &Goal::Volume(2)).is_ok());
}

#[test] // docs/server-behaviour.md 12
fn a_wait_for_an_access_update_that_failed_ends() {
    let error = wait(json!([state("ACTIVE", "")]), &Goal::Ready).unwrap_err();
    assert_eq!(error.to_string(), "instance 'db1' is still ACTIVE (busy) after 1h");
    assert!(matches!(&error, Error::TimedOut { subject, .. } if subject.noun == "instance"));
}

#[test]
fn an_error_ends_a_wait_with_the_servers_explanation() {
    let mut broken = state("ERROR", "");
    broken["fault"] =
        json!({"message": "no valid host", "created": "2026-11-21T03:11:09", "details": null});
    let error = wait(json!([state("BUILD", ""), broken]), &Goal::Ready).unwrap_err();
    assert_eq!(error.to_string(), "instance 'db1' went to ERROR: no valid host");
    assert_eq!(error.kind(), ErrorKind::Waited);
}

#[test] // docs/server-behaviour.md 15
fn an_old_fault_is_no_failure() {
    let mut healed = state("ACTIVE", "HEALTHY");
    healed["fault"] = json!({"message": "old", "created": "2026-11-21T03:11:09", "details": null});
    assert!(wait(json!([healed]), &Goal::Ready).is_ok());
}

#[test]
fn an_instance_is_gone_when_it_is_no_longer_found() {
    let states = json!([state("SHUTDOWN", ""), state("ERROR", ""), null]);
    assert!(wait(states, &Goal::Gone).unwrap().is_none());
    let error = wait(json!([null]), &Goal::Ready).unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(matches!(wait(json!([state("ERROR", "")]), &Goal::Gone), Err(Error::Failed { .. })));
    let healthy = state("ACTIVE", "HEALTHY");
    assert!(wait(json!([healthy, state("SHUTDOWN", ""), null]), &Goal::Gone).is_ok());
    let states = json!([healthy, state("SHUTDOWN", ""), healthy]);
    assert!(ended(states, &Goal::Gone).ends_with("ACTIVE: it has come back from its deletion"));
}

#[test]
fn a_status_can_be_waited_for_by_its_name() {
    let states = json!([state("ACTIVE", "HEALTHY"), state("BACKUP", "")]);
    assert_eq!(wait(states, &Goal::Status("BACKUP".into())).unwrap().unwrap()["status"], "BACKUP");
    let states = json!([state("ACTIVE", "BLOCKED")]);
    assert!(wait(states, &Goal::Status("BLOCKED".into())).is_ok());
}

#[test] // docs/server-behaviour.md 16
fn a_summary_and_a_young_instance_are_instances() {
    let rows = json!({"instances": [
        {"id": ID, "name": "n", "status": "BUILD", "operating_status": "", "access": {}, "links": [],
         "flavor": {"id": "2", "links": []}, "datastore": {"type": "mysql", "version": "8.0"},
         "region": null, "volume": {"size": 1}, "novelty": {"a": 1}},
    ]});
    let client = Fake::new(move |_, _| (200, rows.clone())).client();
    let page = client.instances().list(&Query::new()).unwrap();
    assert_eq!(page.items[0].volume.as_ref().map(|volume| volume.size), Some(1));
    assert_eq!(page.items[0].extra["novelty"], json!({"a": 1}));
}
