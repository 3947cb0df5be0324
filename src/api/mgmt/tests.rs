//! Tests of what administrators alone see and do.

use super::*;
use crate::Error;
use crate::api::tests::fake::{Fake, not_found};
use serde_json::{Value, json};

const ID: &str = "984ef0c4-1e39-4140-aeb0-677688c16f52";

fn deleted() -> Value {
    json!({
        "id": ID, "name": "old", "tenant_id": "p", "status": "SHUTDOWN", "operating_status": "",
        "datastore": {"type": null, "version": null}, "volume": {"id": "v"}, "server": {"id": "s"},
        "server_id": "s", "service_status": "DELETED", "deleted": true, "deleted_at": "2026-11-21T05:00:00",
        "guest_status": {"state_description": "deleted"}, "task_description": "No tasks for the instance."
    })
}

#[test]
fn a_deleted_instance_is_read_although_fields_are_missing() {
    let fake = Fake::new(|line, _| match line {
        "GET mgmt/instances" => (200, json!({"instances": [deleted()]})),
        _ => not_found(),
    });
    let page = fake.client().mgmt_instances().list(&crate::api::Query::new()).unwrap();
    let instance = &page.items[0];
    assert!(instance.deleted);
    assert_eq!(instance.server.as_ref().map(|server| server.id.as_str()), Some("s"));
}

#[test]
fn deleted_instances_are_found_by_name_too() {
    let fake = Fake::new(|line, _| match line {
        "GET mgmt/instances" => (200, json!({"instances": [deleted()]})),
        _ if line == format!("GET mgmt/instances/{ID}?deleted=true") => {
            (200, json!({"instance": deleted()}))
        }
        _ => not_found(),
    });
    let instances = fake.client();
    assert_eq!(instances.mgmt_instances().find_deleted("old").unwrap()["id"], ID);
    assert!(matches!(instances.mgmt_instances().find_deleted("new"), Err(Error::NotFound { .. })));
}

#[test]
fn reports_are_typed() {
    let fake = Fake::new(|line, _| match line {
        "GET mgmt/instances/i/diagnostics" => (
            200,
            json!({"diagnostics": {"version": "1", "threads": 2, "fdSize": 64, "vmSize": 29096,
                "vmPeak": 29160, "vmRss": 2872, "vmHwm": 2872}}),
        ),
        "GET mgmt/instances/i/hwinfo" => {
            (200, json!({"hwinfo": {"mem_total": 524_288, "num_cpus": 1}}))
        }
        "GET mgmt/instances/i/root" => {
            (200, json!({"root_history": {"id": "i", "enabled": "Never", "user": "Nobody"}}))
        }
        "GET mgmt/instances/i/rpc_ping" => (204, Value::Null),
        _ => (404, json!("Resource nope cannot be found.")),
    });
    let client = fake.client();
    let instances = client.mgmt_instances();
    assert_eq!(instances.diagnostics("i").unwrap().fd_size, 64);
    assert_eq!(instances.hwinfo("i").unwrap().mem_total, 524_288);
    assert_eq!(instances.root_history("i").unwrap().enabled, "Never");
    instances.ping("i").unwrap();
    let error = instances.root_history("nope").unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(error.to_string().contains("Resource nope cannot be found."), "{error}");
}

fn version(id: &str, name: &str, number: &str) -> Value {
    json!({"id": id, "name": name, "version": number, "datastore_id": "d", "datastore_name": "mysql",
        "datastore_manager": "mysql", "image": "", "image_tags": [""], "packages": [""], "active": true})
}

#[test] // docs/server-behaviour.md 59
fn no_tags_and_no_packages_are_empty_lists() {
    let typed: MgmtDatastoreVersion = serde_json::from_value(version("v", "8.0", "8.0")).unwrap();
    assert!(typed.image_tags.is_empty() && typed.packages.is_empty());
}

#[test] // docs/server-behaviour.md 60
fn the_id_of_a_new_version_is_found_in_the_list() {
    let fake = Fake::new(|line, _| match line {
        "POST mgmt/datastore-versions" => (202, Value::Null),
        _ => {
            let versions = [version("a", "8.0", "8.0"), version("b", "8.0", "8.0.32")];
            (200, json!({"versions": versions}))
        }
    });
    let mut new = NewDatastoreVersion {
        name: "8.0".into(),
        datastore_name: "mysql".into(),
        datastore_manager: "mysql".into(),
        image: Some("i".into()),
        ..NewDatastoreVersion::default()
    };
    let client = fake.client();
    let create = |new: &NewDatastoreVersion| client.mgmt_datastore_versions().create(new);
    assert_eq!(create(&new).unwrap().as_deref(), Some("a"));
    new.version = Some("8.0.32".into());
    assert_eq!(create(&new).unwrap().as_deref(), Some("b"));
    new.image = None;
    assert!(matches!(create(&new), Err(Error::Invalid { .. })));
    assert_eq!(fake.asked().len(), 4);
}

#[test]
fn an_update_sends_only_changes() {
    let fake = Fake::new(|_, _| (202, Value::Null));
    let client = fake.client();
    let versions = client.mgmt_datastore_versions();
    let update = DatastoreVersionUpdate { image_tags: Some(Vec::new()), ..Default::default() };
    versions.update("v", &update).unwrap();
    assert_eq!(fake.bodies(), [json!({"image_tags": []})]);
    let nothing = DatastoreVersionUpdate::default();
    assert!(matches!(versions.update("v", &nothing), Err(Error::Invalid { .. })));
}

#[test]
fn the_default_is_set_before_the_name_because_the_service_looks_it_up_by_the_old_one() {
    let fake = Fake::new(|_, _| (202, Value::Null));
    let update = DatastoreVersionUpdate {
        name: Some("new".into()),
        default: Some(true),
        active: Some(true),
        ..Default::default()
    };
    fake.client().mgmt_datastore_versions().update("v", &update).unwrap();
    assert_eq!(fake.bodies(), [json!({"active": true, "default": true}), json!({"name": "new"})]);
}

#[test]
fn migration_names_the_host_only_if_it_is_given() {
    let fake = Fake::new(|_, _| (202, Value::Null));
    let client = fake.client();
    let instances = client.mgmt_instances();
    instances.migrate("i", None).unwrap();
    instances.migrate("i", Some("h")).unwrap();
    assert_eq!(fake.bodies(), [json!({"migrate": {}}), json!({"migrate": {"host": "h"}})]);
}

#[test]
fn a_cluster_becomes_a_typed_value_and_is_shown_in_one_level() {
    let cluster = json!({
        "id": "c", "name": "c1", "tenant_id": "p", "deleted": false, "created": "t", "links": [],
        "task": {"id": 1, "name": "NONE", "description": "No tasks for the cluster."},
        "datastore": {"type": "mongodb", "version": "3.6"}, "instances": [{"id": "a"}, {"id": "b"}],
    });
    let reply = json!({"clusters": [cluster]});
    let fake = Fake::new(move |_, _| (200, reply.clone()));
    let page = fake.client().mgmt_clusters().list(&crate::api::Query::new()).unwrap();
    assert_eq!((page.items[0].task.name.as_str(), page.items[0].deleted), ("NONE", false));
}
