//! Tests of configuration groups and parameters: the requests that are sent, and those that never are.

use super::*;
use crate::api::tests::fake::{Fake, not_found};
use crate::api::{NewDatastore, Query};
use crate::json::Object;
use crate::{Error, ErrorKind, Result};
use serde_json::{Value, json};

const ID: &str = "cccccccc-0000-4000-8000-000000000001";
const VERSION: &str = "dddddddd-0000-4000-8000-000000000001";

/// A group with these values, which accepts everything.
fn group(values: Value) -> Fake {
    Fake::new(move |line, _| match line {
        line if line.starts_with("GET ") || line.starts_with("POST ") => {
            (200, json!({"configuration": {"id": ID, "name": "c", "values": values}}))
        }
        _ => (202, Value::Null),
    })
}

fn object(value: Value) -> Object {
    value.as_object().unwrap().clone()
}

#[test]
fn a_create_sends_only_the_fields_that_are_set() {
    let fake = group(json!({}));
    let client = fake.client();
    let new = NewConfiguration {
        name: "c".into(),
        values: object(json!({"a": 1, "b": true})),
        ..NewConfiguration::default()
    };
    assert_eq!(client.configurations().create(&new).unwrap().id, ID);
    let full = NewConfiguration {
        datastore: NewDatastore { name: Some("mysql".into()), ..NewDatastore::default() },
        description: Some("d".into()),
        ..new
    };
    client.configurations().create(&full).unwrap();
    assert_eq!(fake.asked(), ["POST configurations"; 2]);
    let values = json!({"a": 1, "b": true});
    assert_eq!(
        fake.bodies(),
        [
            json!({"configuration": {"name": "c", "values": values}}),
            json!({"configuration": {"name": "c", "values": values, "datastore": {"type": "mysql"}, "description": "d"}}),
        ]
    );
}

#[test]
fn values_that_the_service_would_refuse_or_mask_are_not_sent() {
    let fake = group(json!({}));
    let create = |name: &str, values: Value, description: Option<&str>| {
        let new = NewConfiguration {
            name: name.into(),
            values: object(values),
            description: description.map(str::to_owned),
            ..NewConfiguration::default()
        };
        fake.client().configurations().create(&new).unwrap_err()
    };
    for error in [
        create("--", json!({}), None),
        create("c", json!({}), Some("")),
        create("c", json!({"a": null}), None),
        create("c", json!({"a": {"b": 1}}), None),
        create("c", json!({"a_password": "***"}), None),
    ] {
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
    }
    assert!(fake.asked().is_empty());
}

#[test] // docs/server-behaviour.md 3
fn renaming_sends_the_values_along() {
    let fake = group(json!({"a": 1, "b": "x"}));
    let rename = ConfigurationUpdate { name: Some("n".into()), ..ConfigurationUpdate::default() };
    fake.client().configurations().update(ID, &rename).unwrap();
    assert_eq!(
        fake.asked(),
        [format!("GET configurations/{ID}"), format!("PUT configurations/{ID}")]
    );
    assert_eq!(
        fake.bodies(),
        [json!({"configuration": {"values": {"a": 1, "b": "x"}, "name": "n"}})]
    );
}

#[test]
fn given_values_replace_all_others_without_reading_them() {
    let fake = group(json!({"a": 1}));
    let values = Some(object(json!({})));
    let empty = ConfigurationUpdate { values, ..ConfigurationUpdate::default() };
    fake.client().configurations().update(ID, &empty).unwrap();
    assert_eq!(fake.asked(), [format!("PUT configurations/{ID}")]);
    assert_eq!(fake.bodies(), [json!({"configuration": {"values": {}}})]);
}

#[test] // docs/server-behaviour.md 64
fn masked_values_are_never_sent_back() {
    let fake = group(json!({"a": 1, "my_password": "***", "init": "password=*** x"}));
    let client = fake.client();
    let groups = client.configurations();
    let rename = ConfigurationUpdate { name: Some("n".into()), ..ConfigurationUpdate::default() };
    let error = groups.update(ID, &rename).unwrap_err();
    assert!(error.to_string().contains("'my_password', 'init'"), "{error}");
    let copied = Some(object(json!({"a": 2, "my_password": "***"})));
    let copied = ConfigurationUpdate { values: copied, ..ConfigurationUpdate::default() };
    assert_eq!(groups.update(ID, &copied).unwrap_err().kind(), ErrorKind::Usage);
    assert!(fake.bodies().is_empty());
    // A change leaves it out, which leaves it as it is; a new value is sent.
    let left = groups.edit(ID, &object(json!({"a": 2, "my_password": "***"}))).unwrap();
    assert_eq!(left, ["my_password"]);
    groups.edit(ID, &object(json!({"my_password": "new"}))).unwrap();
    // The rest of a text that is hidden in part cannot be changed; ordinary stars can.
    let other_rest = object(json!({"init": "password=*** y"}));
    assert!(groups.edit(ID, &other_rest).unwrap_err().to_string().contains("value of 'init'"));
    assert_eq!(groups.edit(ID, &object(json!({"a": "a *** b"}))).unwrap(), [""; 0]);
    let nothing = groups.edit(ID, &object(json!({"my_password": "***"}))).unwrap_err();
    assert_eq!(nothing.to_string(), "nothing to change");
    let values = |values: Value| json!({"configuration": {"values": values}});
    assert_eq!(
        fake.bodies(),
        [
            values(json!({"a": 2})),
            values(json!({"my_password": "new"})),
            values(json!({"a": "a *** b"}))
        ]
    );
}

#[test]
fn debugging_shows_no_values() {
    let values = object(json!({"my_password": "s3cret"}));
    let update = ConfigurationUpdate { values: Some(values.clone()), ..Default::default() };
    let new = NewConfiguration { values, ..Default::default() };
    let text = format!("{update:?} {new:?}");
    assert!(!text.contains("s3cret") && text.matches("my_password").count() == 2, "{text}");
}

#[test]
fn an_empty_update_is_never_sent() {
    let fake = group(json!({}));
    let client = fake.client();
    let error = client.configurations().update(ID, &ConfigurationUpdate::default()).unwrap_err();
    assert_eq!(error.to_string(), "nothing to change");
    assert!(client.configurations().edit(ID, &Object::new()).is_err());
    assert!(fake.asked().is_empty());
}

#[test]
fn instances_and_default_settings_are_read() {
    let fake = Fake::new(|line, _| match line {
        line if line.ends_with("/instances?limit=1") => {
            (200, json!({"instances": [{"id": "i", "name": "db1"}]}))
        }
        "GET instances/i/configuration" => {
            (200, json!({"instance": {"configuration": {"port": 3306}}}))
        }
        _ => (200, json!({"instance": {}})),
    });
    let client = fake.client();
    let page = client.configuration_instances("c/d").list(&Query::new().limit(1)).unwrap();
    assert_eq!(page.items[0].name, "db1");
    assert_eq!(fake.asked(), ["GET configurations/c%2Fd/instances?limit=1"]);
    assert_eq!(client.instances().default_configuration("i").unwrap()["port"], 3306);
    let error = client.instances().default_configuration("j").unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
}

#[test] // docs/server-behaviour.md 57, 58
fn a_parameter_has_no_envelope_and_its_limits_may_be_missing() {
    let parameter = json!({"name": "a", "type": "integer", "restart_required": true, "max": u64::MAX, "min": 0});
    let text = json!({"name": "b", "type": "string", "restart_required": false});
    let both = json!({"configuration-parameters": [parameter, text]});
    let fake = Fake::new(move |line, _| match line.rsplit('/').next() {
        Some("parameters") => (200, both.clone()),
        Some("a") => (200, parameter.clone()),
        Some("b") => (200, text.clone()),
        _ => not_found(),
    });
    let client = fake.client();
    let one = client.configuration_parameters(VERSION).find("a").unwrap();
    assert_eq!((one.max.unwrap().as_u64(), one.restart_required), (Some(u64::MAX), true));
    let of = client.configuration_parameters_of("mysql", "8.0");
    assert_eq!(of.get("b").unwrap().min, None);
    let rows: Vec<Object> = of.objects(Query::new()).collect::<Result<_>>().unwrap();
    assert_eq!((&rows[0]["max"], rows[1].get("max")), (&json!(u64::MAX), None));
    let error = of.find("nope").unwrap_err();
    assert_eq!(error.to_string(), "no configuration parameter has the name or ID 'nope'");
    assert_eq!(fake.asked()[1], "GET datastores/mysql/versions/8.0/parameters/b");
}

fn integer(name: &str, min: Option<i64>, max: Option<i64>) -> NewConfigurationParameter {
    NewConfigurationParameter {
        name: name.into(),
        data_type: "integer".into(),
        restart_required: true,
        min: min.map(Into::into),
        max: max.map(Into::into),
    }
}

#[test] // docs/server-behaviour.md 58
fn the_limits_have_other_names_for_administrators() {
    let reply = json!({"name": "a", "type": "integer", "restart_required": true, "max_size": 5});
    let fake = Fake::new(move |line, _| match line {
        line if line.starts_with("DELETE") => (204, Value::Null),
        _ => (200, reply.clone()),
    });
    let client = fake.client();
    let parameters = client.mgmt_configuration_parameters(VERSION);
    parameters.create(&integer("a", Some(0), Some(5))).unwrap();
    parameters.update(&integer("a", Some(0), Some(5))).unwrap();
    parameters.delete("a").unwrap();
    assert_eq!(parameters.find_parameter("a").unwrap().max.unwrap().as_u64(), Some(5));
    let path = format!("mgmt/datastores/versions/{VERSION}/parameters");
    assert_eq!(
        fake.asked(),
        [
            format!("POST {path}"),
            format!("PUT {path}/a"),
            format!("DELETE {path}/a"),
            format!("GET {path}/a")
        ]
    );
    let body = json!({"configuration-parameter":
        {"name": "a", "data_type": "integer", "restart_required": 1, "max_size": 5, "min_size": 0}});
    assert_eq!(fake.bodies(), [body.clone(), body]);
}

#[test]
fn a_parameter_that_the_service_could_not_use_is_not_sent() {
    let fake = group(json!({}));
    let client = fake.client();
    let parameters = client.mgmt_configuration_parameters(VERSION);
    let of_type = |data_type: &str, limits| NewConfigurationParameter {
        data_type: data_type.into(),
        ..integer("a", limits, limits)
    };
    let float = NewConfigurationParameter {
        max: serde_json::Number::from_f64(1.5),
        ..integer("a", Some(1), None)
    };
    for (new, says) in [
        (integer("--", Some(1), Some(2)), "not a name"),
        (integer("a", None, Some(2)), "both limits"),
        (integer("a", Some(3), Some(2)), "3 is more than 2"),
        (float, "are integers"),
        (of_type("string", Some(1)), "only integers"),
        (of_type("boolean", None), "'boolean' is not a type"),
    ] {
        let error = parameters.create(&new).unwrap_err();
        assert!(error.to_string().contains(says) && error.kind() == ErrorKind::Usage, "{error}");
    }
    assert!(fake.asked().is_empty());
}

#[test] // docs/server-behaviour.md 1
fn a_parameter_with_a_dot_is_looked_for_in_the_list_and_never_changed() {
    let list = json!({"configuration-parameters": [
        {"name": "wait", "type": "string"}, {"name": "wait.x", "type": "integer"},
    ]});
    let fake = Fake::new(move |_, _| (200, list.clone()));
    let client = fake.client();
    let parameters = client.mgmt_configuration_parameters(VERSION);
    assert_eq!(parameters.find_parameter("wait.x").unwrap().data_type, "integer");
    assert!(matches!(parameters.find_parameter_object("wait.y"), Err(Error::NotFound { .. })));
    assert_eq!(parameters.delete("wait.x").unwrap_err().kind(), ErrorKind::Usage);
    let update = parameters.update(&integer("wait.x", Some(1), Some(2)));
    assert_eq!(update.unwrap_err().kind(), ErrorKind::Usage);
    let path = format!("GET mgmt/datastores/versions/{VERSION}/parameters");
    assert_eq!(fake.asked(), [path.clone(), path]);
}

#[test]
fn deleting_an_unknown_parameter_is_not_found_whatever_the_status() {
    let refusal = json!({"badRequest": {"code": 400, "message": "Parameter a does not exist in the database."}});
    let client = Fake::new(move |_, _| (400, refusal.clone())).client();
    let error = client.mgmt_configuration_parameters(VERSION).delete("a").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
