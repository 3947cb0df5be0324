//! Tests of modules: the requests, and reading the answers.

use super::*;
use crate::api::tests::fake::{Fake, not_found};
use crate::api::{Refusal, Wait};
use crate::{Error, ErrorKind};
use serde_json::{Value, json};

const ID: &str = "dddddddd-0000-4000-8000-000000000001";

fn module() -> Value {
    json!({"id": ID, "name": "m", "type": "ping", "auto_apply": false, "novelty": 1})
}

fn answering() -> Fake {
    Fake::new(|line, _| match line {
        line if line.starts_with("PUT modules") && line.ends_with("instances") => {
            (202, Value::Null)
        }
        line if line.starts_with("DELETE") => (200, Value::Null),
        line if line.contains("/modules") => (200, json!({"modules": []})),
        _ => (200, json!({"module": module()})),
    })
}

fn minimal() -> NewModule {
    NewModule {
        name: "m".into(),
        module_type: "Ping".into(),
        contents: "hello".into(),
        ..NewModule::default()
    }
}

#[test] // docs/server-behaviour.md 54
fn the_flags_are_integers() {
    let fake = answering();
    let client = fake.client();
    assert_eq!(client.modules().create(&minimal()).unwrap().extra["novelty"], 1);
    let full = NewModule {
        description: Some("d".into()),
        datastore: Some("mysql".into()),
        datastore_version: Some("8.0".into()),
        auto_apply: true,
        all_tenants: true,
        hidden: true,
        live_update: true,
        priority_apply: true,
        apply_order: Some(3),
        full_access: Some(true),
        ..minimal()
    };
    client.modules().create(&full).unwrap();
    assert_eq!(
        fake.bodies(),
        [
            json!({"module": {
                "name": "m", "module_type": "ping", "contents": "aGVsbG8=", "all_tenants": 0,
                "auto_apply": 0, "visible": 1, "live_update": 0, "priority_apply": 0, "apply_order": 5,
            }}),
            json!({"module": {
                "name": "m", "module_type": "ping", "contents": "aGVsbG8=", "description": "d",
                "datastore": {"type": "mysql", "version": "8.0"}, "all_tenants": 1, "auto_apply": 1,
                "visible": 0, "live_update": 1, "priority_apply": 1, "apply_order": 3,
                "full_access": 1,
            }}),
        ]
    );
}

#[test]
fn an_update_sends_only_changes_and_the_type_under_the_name_that_the_service_reads() {
    let fake = answering();
    let client = fake.client();
    let update = ModuleUpdate {
        module_type: Some("PING".into()),
        contents: Some("x".into()),
        all_datastores: true,
        auto_apply: Some(false),
        hidden: Some(false),
        full_access: Some(false),
        ..ModuleUpdate::default()
    };
    client.modules().update(ID, &update).unwrap();
    assert_eq!(fake.asked(), [format!("PUT modules/{ID}")]);
    assert_eq!(
        fake.bodies(),
        [json!({"module": {
            "module_type": "ping", "contents": "eA==", "all_datastores": 1,
            "all_datastore_versions": 1, "auto_apply": 0, "visible": 1, "full_access": 0,
        }})]
    );
}

#[test]
fn input_that_the_service_would_refuse_is_not_sent() {
    let fake = answering();
    let client = fake.client();
    let modules = client.modules();
    let update = |update: ModuleUpdate| modules.update(ID, &update).unwrap_err();
    for (error, says) in [
        (
            modules.create(&NewModule { contents: Contents::default(), ..minimal() }).unwrap_err(),
            "contents",
        ),
        (modules.create(&NewModule { apply_order: Some(10), ..minimal() }).unwrap_err(), "10"),
        (
            modules
                .create(&NewModule { datastore_version: Some("8".into()), ..minimal() })
                .unwrap_err(),
            "needs its datastore",
        ),
        (update(ModuleUpdate::default()), "nothing to change"),
        (
            update(ModuleUpdate {
                all_datastores: true,
                datastore: Some("mysql".into()),
                ..ModuleUpdate::default()
            }),
            "not both",
        ),
        (client.instances().apply_modules("i", &[]).unwrap_err(), "no module to apply"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(error.to_string().contains(says), "{error}");
    }
    assert!(fake.asked().is_empty());
}

#[test]
fn each_request_is_that_of_the_reference_client() {
    let fake = answering();
    let client = fake.client();
    let instances = client.instances();
    client.modules().delete(ID).unwrap();
    instances.modules("i").unwrap();
    instances.query_modules("i").unwrap();
    instances.retrieve_modules("i").unwrap();
    instances.apply_modules("i", &[ID.into()]).unwrap();
    instances.remove_module("i", ID).unwrap();
    let all = Reapply {
        md5: Some("x".into()),
        include_clustered: true,
        batch_size: Some(5),
        batch_delay: Some(2),
        force: true,
    };
    client.modules().reapply(ID, &all).unwrap();
    client.modules().reapply(ID, &Reapply::default()).unwrap();
    assert_eq!(
        fake.asked(),
        [
            format!("DELETE modules/{ID}"),
            "GET instances/i/modules".into(),
            "GET instances/i/modules?from_guest=True".into(),
            "GET instances/i/modules?from_guest=True&include_contents=True".into(),
            "POST instances/i/modules".into(),
            format!("DELETE instances/i/modules/{ID}"),
            format!("PUT modules/{ID}/instances"),
            format!("PUT modules/{ID}/instances"),
        ]
    );
    assert_eq!(
        fake.bodies(),
        [
            json!({"modules": [{"id": ID}]}),
            json!({"reapply": {
                "md5": "x", "include_clustered": 1, "batch_size": 5, "batch_delay": 2, "force": 1,
            }}),
            json!({"reapply": {"include_clustered": 0, "force": 0}}),
        ]
    );
}

#[test]
fn a_wait_for_a_reapply_ends_when_all_instances_have_the_current_contents() {
    let row = |md5: &str, count: u64, current: bool| json!({"module_name": "m", "module_id": ID, "module_md5": md5, "instance_count": count, "current": current});
    let mut states = vec![
        json!([row("old", 2, false), row("older", 1, false)]),
        json!([row("old", 1, false), row("older", 1, false), row("new", 1, true)]),
        json!([row("older", 1, false), row("new", 2, true)]),
    ]
    .into_iter();
    let fake =
        Fake::new(move |_, _| (200, json!({"instances": states.next().unwrap_or(json!([]))})));
    let client = fake.client();
    let how = Reapply { md5: Some("old".into()), ..Reapply::default() };
    let mut statuses_seen = Vec::new();
    let mut wait =
        Wait::default().on_progress(|progress| statuses_seen.push(progress.status.to_owned()));
    client.modules().wait_reapplied(ID, &how, &mut wait).unwrap();
    drop(wait);
    assert_eq!(statuses_seen.last().unwrap(), "current on 3 of 3 instances");
    assert_eq!(statuses_seen.len(), 3);
}

#[test] // docs/server-behaviour.md 33
fn the_list_that_crashes_for_administrators_is_recognized() {
    let error = || json!({"instanceFault": {"code": 500, "message": "Internal Server Error."}});
    let client = Fake::new(move |line, _| match line {
        "GET modules" => (500, error()),
        _ => not_found(),
    })
    .client();
    let error = client.modules().find_id("m").unwrap_err();
    let Error::Api(error) = error else { panic!("{error}") };
    assert_eq!(Refusal::of(&error), Some(Refusal::ModulesNotListed), "{error}");
}

#[test] // docs/server-behaviour.md 68
fn an_unknown_id_is_an_error() {
    let client = Fake::new(|line, _| match line {
        "GET modules" => (200, json!({"modules": []})),
        _ => not_found(),
    })
    .client();
    let error = client.modules().find_all_ids(&[ID.to_owned()]).unwrap_err();
    assert!(matches!(error, Error::NotFound { ref name, .. } if name == ID), "{error}");
}

#[test]
fn contents_are_read_with_any_line_breaks() {
    let read = |contents: Value| {
        let module = json!({"id": ID, "name": "m", "type": "ping", "contents": contents});
        serde_json::from_value::<AppliedModule>(module).unwrap().contents()
    };
    assert_eq!(read(json!("aGVs\nbG8=\n")).unwrap(), b"hello");
    assert!(read(Value::Null).unwrap_err().to_string().contains("no 'contents'"));
    assert!(read(json!("***")).unwrap_err().to_string().contains("not base64"));
}
