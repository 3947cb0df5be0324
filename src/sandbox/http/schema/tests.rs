//! Tests of the messages for invalid bodies.

use super::*;
use serde_json::{Value, json};

const BODY: Rule = Rule::Object {
    required: &["instance"],
    closed: false,
    fields: &[(
        "instance",
        &Rule::Object {
            required: &["name"],
            closed: true,
            fields: &[
                ("name", &types::NON_EMPTY),
                ("flavorRef", &types::FLAVOR),
                ("size", &types::VOLUME_SIZE),
                ("count", &Rule::Integer { min: Some(1), max: Some(3) }),
                ("cidrs", &Rule::Array { max: 2, unique: true, items: &types::CIDR }),
                ("id", &types::OPTIONAL_UUID),
                ("host", &types::HOST),
            ],
        },
    )],
};

fn complaint(instance: Value) -> String {
    match check(&BODY, &json!({"instance": instance})) {
        Err(Invalid::Field(text)) => text.replacen("Validation error: instance", "", 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_messages_are_those_of_the_server() {
    // Each of these was observed with Trove 26.0.0.
    for (instance, text) in [
        (json!({}), " 'name' is a required property"),
        (json!([]), " [] is not of type 'object'"),
        (json!(null), " None is not of type 'object'"),
        (
            json!({"name": ""}),
            "['name'] '' should be non-empty; instance['name'] '' does not match '^.*[0-9a-zA-Z]+.*$'",
        ),
        (
            json!({"name": "n", "size": 0}),
            "['size'] 0 is not valid under any of the given schemas; 0 is less than the minimum of 1; 0 is not of type 'string'",
        ),
        (
            json!({"name": "n", "size": "abc"}),
            "['size'] 'abc' is not valid under any of the given schemas; 'abc' is not of type 'integer'; 'abc' does not match '^0*[1-9]+[0-9]*$'",
        ),
        (
            json!({"name": "n", "flavorRef": ""}),
            "['flavorRef'] '' is not valid under any of the given schemas; '' should be non-empty; '' does not match '^.*[0-9a-zA-Z]+.*$'; '' is not of type 'integer'",
        ),
        (json!({"name": "n", "count": 4}), "['count'] 4 is greater than the maximum of 3"),
        (
            json!({"name": "n", "foo": 1, "bar": 2}),
            " Additional properties are not allowed ('bar', 'foo' were unexpected)",
        ),
        (
            json!({"name": "n", "cidrs": ["::/0"]}),
            r"['cidrs'][0] '::/0' does not match '^([0-9]{1,3}\\.){3}[0-9]{1,3}(\\/([0-9]|[1-2][0-9]|3[0-2]))?$'",
        ),
        (
            json!({"name": "n", "cidrs": ["192.0.2.1", "192.0.2.1"]}),
            "['cidrs'] ['192.0.2.1', '192.0.2.1'] has non-unique elements",
        ),
        (
            json!({"name": "n", "host": "a b"}),
            r"['host'] 'a b' does not match '^[%]?[\\w(-).]*[%]?$'",
        ),
        (
            json!({"name": 7, "count": "x"}),
            "['count'] 'x' is not of type 'integer'; instance['name'] 7 is not of type 'string'",
        ),
    ] {
        assert_eq!(complaint(instance.clone()), text, "{instance}");
    }
}

#[test]
fn valid_bodies_pass() {
    for instance in [
        json!({"name": "n"}),
        json!({"name": "n", "size": "010", "flavorRef": 7, "id": null, "host": "%"}),
        json!({"name": "n", "cidrs": ["10.0.0.300/8", "10.0.0.0/32"]}),
        json!({"name": "n", "id": "c00000c0-00c0-0c00-00c0-000c000000cc"}),
    ] {
        assert_eq!(check(&BODY, &json!({"instance": instance})), Ok(()));
    }
}

#[test]
fn patterns_match_only_what_they_describe() {
    for text in ["10.0.0.0/33", "10.0.0.0/08", "192.0.2.0/", "10.0.0", "1000.0.0.0", "10.0.0.0.0"] {
        assert!(!Pattern::Cidr.matches(text), "{text}");
    }
    assert!(!Pattern::Positive.matches("000"));
    assert!(!is_uuid("c00000c0-00c0-0c00-00c0-000c000000cg"));
}

#[test]
fn a_missing_wrapper_is_a_violation_of_the_root() {
    assert!(matches!(check(&BODY, &json!({})), Err(Invalid::Root(_))));
    assert!(matches!(check(&BODY, &json!([1])), Err(Invalid::Root(_))));
}
