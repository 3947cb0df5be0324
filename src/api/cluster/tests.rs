//! Tests of clusters: the requests, and the end of a wait.

use super::*;
use crate::api::tests::fake::{Fake, not_found};
use crate::api::{InstanceStatus, NewVolume, Nic, Wait};
use crate::json::Object;
use crate::{Error, ErrorKind};
use serde_json::{Value, json};

const ID: &str = "cccccccc-0000-4000-8000-000000000001";
/// A member that the cluster does not show.
const HIDDEN: &str = "aaaaaaaa-0000-4000-8000-000000000009";

fn accepting() -> Fake {
    Fake::new(|_, _| (202, Value::Null))
}

fn state(task: &str, members: &[&str]) -> Value {
    let members: Vec<_> = members
        .iter()
        .enumerate()
        .map(|(at, status)| json!({"id": format!("i{at}"), "name": format!("m{at}"), "status": status}))
        .collect();
    json!({"id": ID, "name": "c", "task": {"id": 1, "name": task}, "instances": members,
           "datastore": {"type": "mariadb", "version": "10.4"}})
}

/// Waits for a cluster that goes through these states; the last stays. `null` is 404.
fn wait(states: Value, goal: ClusterGoal) -> (crate::Result<Option<Object>>, Vec<String>) {
    let mut at = 0;
    let fake = Fake::new(move |_, _| {
        let states = states.as_array().unwrap();
        let state = &states[at.min(states.len() - 1)];
        at += 1;
        if state.is_null() { not_found() } else { (200, json!({"cluster": state})) }
    });
    let mut statuses_seen = Vec::new();
    let mut how =
        Wait::default().on_progress(|progress| statuses_seen.push(progress.status.to_owned()));
    let end = fake.client().clusters().wait_named(ID, "c", goal, &mut how);
    drop(how);
    (end, statuses_seen)
}

#[test]
fn a_create_sends_what_the_service_reads() {
    let fake = Fake::new(|_, _| (200, json!({"cluster": state("BUILDING", &[])})));
    let full = NewMember {
        flavor: "2".into(),
        volume: Some(NewVolume { size: 2, volume_type: Some("ssd".into()) }),
        nics: vec![Nic { network_id: Some("N".into()), ..Nic::default() }],
        availability_zone: Some("z".into()),
        modules: vec!["m1".into(), "m2".into()],
        member_types: vec!["a".into(), "b".into()],
        region: Some("R".into()),
        ..NewMember::default()
    };
    let new = NewCluster {
        name: "c".into(),
        datastore: "mongodb".into(),
        datastore_version: "4.0".into(),
        members: vec![full.clone(), NewMember { flavor: "3".into(), ..NewMember::default() }],
        locality: Some("affinity".into()),
        extended_properties: vec![("num_mongos".into(), "2".into())],
        configuration: Some("cfg".into()),
    };
    assert_eq!(fake.client().clusters().create(&new).unwrap().task.name, "BUILDING");
    fake.client().clusters().grow(ID, &[full]).unwrap();
    let member = json!({
        "flavorRef": "2", "volume": {"size": "2", "type": "ssd"}, "nics": [{"network_id": "N"}],
        "availability_zone": "z", "modules": [{"id": "m1"}, {"id": "m2"}], "type": ["a", "b"],
        "region_name": "R",
    });
    let mut grown = member.clone();
    grown["type"] = json!("a,b");
    assert_eq!(
        fake.bodies(),
        [
            json!({"cluster": {
                "name": "c", "datastore": {"type": "mongodb", "version": "4.0"},
                "instances": [member, {"flavorRef": "3"}], "locality": "affinity",
                "extended_properties": {"num_mongos": "2"}, "configuration": "cfg",
            }}),
            json!({"grow": [grown]}),
        ]
    );
}

#[test]
fn input_that_the_service_would_refuse_is_not_sent() {
    let fake = accepting();
    let client = fake.client();
    let clusters = client.clusters();
    let member = || NewMember { flavor: "2".into(), ..NewMember::default() };
    let with = |members| NewCluster { members, ..NewCluster::default() };
    for error in [
        clusters.create(&with(Vec::new())).unwrap_err(),
        clusters.create(&with(vec![NewMember::default()])).unwrap_err(),
        clusters.create(&with(vec![NewMember { name: Some("n".into()), ..member() }])).unwrap_err(),
        clusters
            .grow(
                ID,
                &[NewMember { volume: Some(NewVolume { size: 0, volume_type: None }), ..member() }],
            )
            .unwrap_err(),
        clusters.shrink(ID, &[]).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
    }
    assert!(fake.asked().is_empty());
}

#[test]
fn each_action_goes_to_the_cluster_itself() {
    let fake = accepting();
    let client = fake.client();
    let clusters = client.clusters();
    clusters.shrink(ID, &["i1".into(), "i2".into()]).unwrap();
    clusters.add_shard(ID).unwrap();
    clusters.restart(ID).unwrap();
    clusters.upgrade(ID, "10.5").unwrap();
    clusters.attach_configuration(ID, "cfg").unwrap();
    clusters.detach_configuration(ID).unwrap();
    clusters.reset_status(ID).unwrap();
    clusters.force_delete(ID).unwrap();
    let asked = fake.asked();
    let (last, actions) = asked.split_last().unwrap();
    assert_eq!(*last, format!("DELETE clusters/{ID}"));
    assert!(actions.iter().all(|line| *line == format!("POST clusters/{ID}")), "{actions:?}");
    assert_eq!(
        fake.bodies(),
        [
            json!({"shrink": [{"id": "i1"}, {"id": "i2"}]}),
            json!({"add_shard": {}}),
            json!({"restart": {}}),
            json!({"upgrade": {"datastore_version": "10.5"}}),
            json!({"configuration_attach": {"configuration_id": "cfg"}}),
            json!({"configuration_detach": {}}),
            json!({"reset-status": {}}),
            json!({"reset-status": {"force_delete": true}}),
        ]
    );
}

#[test]
fn ready_is_when_there_is_no_task_and_all_members_run() {
    let states = json!([
        state("BUILDING", &["BUILD", "BUILD"]),
        state("NONE", &["ACTIVE", "BUILD"]),
        state("NONE", &["ACTIVE", "ACTIVE"]),
    ]);
    let (end, statuses_seen) = wait(states, ClusterGoal::Ready);
    assert_eq!(end.unwrap().unwrap()["task"]["name"], "NONE");
    assert_eq!(
        statuses_seen,
        ["BUILDING (0 of 2 members ACTIVE)", "NONE (1 of 2 members ACTIVE)", "NONE"]
    );
}

#[test]
fn a_required_restart_fails_only_a_wait_for_ready() {
    let states =
        || json!([state("UPDATING_CLUSTER", &["ACTIVE"]), state("NONE", &["RESTART_REQUIRED"])]);
    assert!(wait(states(), ClusterGoal::Settled).0.unwrap().is_some());
    let error = wait(states(), ClusterGoal::Ready).0.unwrap_err();
    assert!(error.to_string().ends_with("its member 'm0' needs a restart"), "{error}");
}

#[test]
fn a_member_in_error_ends_a_wait() {
    let states = json!([state("GROWING_CLUSTER", &["ACTIVE", "ERROR"])]);
    let error = wait(states, ClusterGoal::Ready).0.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cluster 'c' went to GROWING_CLUSTER (1 of 2 members ACTIVE): its member 'm1' is in ERROR"
    );
    assert_eq!(error.kind(), ErrorKind::Waited);
}

#[test] // docs/server-behaviour.md 83
fn members_of_older_releases_say_by_their_status_how_they_are() {
    let states = json!([
        state("BUILDING", &["SHUTDOWN", "SHUTDOWN"]),
        state("NONE", &["HEALTHY", "SHUTDOWN"]),
        state("NONE", &["HEALTHY", "HEALTHY"]),
    ]);
    assert!(wait(states, ClusterGoal::Ready).0.is_ok());
    for (status, looks) in [("FAILED", 1..2), ("BLOCKED", 3..12), ("SHUTDOWN", 3..15)] {
        let (end, seen) = wait(json!([state("NONE", &["HEALTHY", status])]), ClusterGoal::Ready);
        let error = end.unwrap_err().to_string();
        assert!(error.ends_with(&format!("its member 'm1' is in {status}")), "{error}");
        assert!(looks.contains(&seen.len()), "{status} took {} looks", seen.len());
    }
}

#[test]
fn a_cluster_is_gone_when_it_is_no_longer_found() {
    let states = json!([state("DELETING", &["ACTIVE"]), state("DELETING", &["ERROR"]), null]);
    assert!(wait(states, ClusterGoal::Gone).0.unwrap().is_none());
    let stuck = wait(json!([state("DELETING", &[])]), ClusterGoal::Gone).0.unwrap_err();
    assert!(
        matches!(&stuck, Error::TimedOut { subject, .. } if subject.noun == "cluster"),
        "{stuck}"
    );
}

#[test]
fn members_are_found_in_their_cluster_only() {
    let fake = Fake::new(|line, _| {
        let shown = line.ends_with(HIDDEN);
        if shown { (200, json!({"instance": {"id": HIDDEN}})) } else { not_found() }
    });
    let client = fake.client();
    let cluster = state("NONE", &["ACTIVE", "ACTIVE"]).as_object().unwrap().clone();
    let find = |name: &str| client.clusters().find_members(&cluster, &[name.to_owned()]);
    assert_eq!(find("m1").unwrap(), ["i1"]);
    assert!(fake.asked().is_empty());
    assert_eq!(find(HIDDEN).unwrap(), [HIDDEN]);
    assert_eq!(fake.asked(), [format!("GET clusters/{ID}/instances/{HIDDEN}")]);
    for stranger in ["m9", ID] {
        let message = format!("no member of the cluster has the name or ID '{stranger}'");
        assert_eq!(find(stranger).unwrap_err().to_string(), message);
    }
    let twins = json!({"instances": [{"id": "a", "name": "m"}, {"id": "b", "name": "m"}]});
    let twins = twins.as_object().unwrap();
    let error = client.clusters().find_members(twins, &["m".into()]).unwrap_err();
    assert!(matches!(error, Error::Ambiguous { ref ids, .. } if ids == &["a", "b"]), "{error}");
}

#[test]
fn the_status_of_a_member_is_typed() {
    let read: Cluster = serde_json::from_value(state("NONE", &["ACTIVE"])).unwrap();
    assert_eq!(read.instances[0].status, Some(InstanceStatus::Active));
}
