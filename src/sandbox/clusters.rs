//! Clusters. No datastore of the sandbox has them, so there are none: what the
//! real server answers then.

use serde_json::{Value, json};

use super::call::Call;
use super::datastores::Datastore;
use super::instances::bodies::{MODULES, NICS, VOLUME};
use super::instances::chosen_version;
use super::reply::{Outcome, Refusal, Reply};
use super::router::{Body, Route, get, route};
use super::schema::{Rule, kinds};

pub(crate) const ROUTES: &[Route] = &[
    get("/clusters", list),
    route("POST", "/clusters", Body::Like(&CREATE), create),
    get("/clusters/{}", missing),
    route("POST", "/clusters/{}", Body::Chosen(action_body), act),
    route("DELETE", "/clusters/{}", Body::None, missing),
    get("/clusters/{}/instances/{}", missing),
];

/// A count, as a number or as text.
const NODES: Rule = Rule::OneOf(&[&kinds::NATURAL, &kinds::POSITIVE]);

const PROPERTIES: Rule = Rule::Object {
    required: &[],
    closed: false,
    fields: &[
        ("num_configsvr", &NODES),
        ("num_mongos", &NODES),
        ("configsvr_volume_size", &kinds::VOLUME_SIZE),
        ("configsvr_volume_type", &kinds::NON_EMPTY),
        ("mongos_volume_size", &kinds::VOLUME_SIZE),
        ("mongos_volume_type", &kinds::NON_EMPTY),
    ],
};

const MEMBER: Rule = Rule::Object {
    required: &["flavorRef"],
    closed: false,
    fields: &[
        ("flavorRef", &kinds::FLAVOR),
        ("volume", &VOLUME),
        ("nics", &NICS),
        ("availability_zone", &kinds::NON_EMPTY),
        ("modules", &MODULES),
        ("region_name", &kinds::NON_EMPTY),
    ],
};

const DATASTORE: Rule = Rule::Object {
    required: &["type", "version"],
    closed: false,
    fields: &[("type", &kinds::NON_EMPTY), ("version", &kinds::NON_EMPTY)],
};

const CREATE: Rule = Rule::Object {
    required: &["cluster"],
    closed: false,
    fields: &[(
        "cluster",
        &Rule::Object {
            required: &["name", "datastore", "instances"],
            closed: false,
            fields: &[
                ("name", &kinds::NON_EMPTY),
                ("datastore", &DATASTORE),
                ("instances", &Rule::Array { max: usize::MAX, unique: false, items: &MEMBER }),
                ("locality", &kinds::NON_EMPTY),
                ("extended_properties", &PROPERTIES),
            ],
        },
    )],
};

const ADD_SHARD: Rule = Rule::Object {
    required: &["add_shard"],
    closed: false,
    fields: &[("add_shard", &kinds::OBJECT)],
};

const GROW: Rule = Rule::Object {
    required: &["grow"],
    closed: false,
    fields: &[(
        "grow",
        &Rule::Array {
            max: usize::MAX,
            unique: false,
            items: &Rule::Object {
                required: &["flavorRef"],
                closed: false,
                fields: &[
                    ("name", &kinds::NON_EMPTY),
                    ("flavorRef", &kinds::FLAVOR),
                    ("volume", &VOLUME),
                    ("nics", &NICS),
                    ("availability_zone", &kinds::NON_EMPTY),
                    ("modules", &MODULES),
                    ("related_to", &kinds::NON_EMPTY),
                    ("type", &kinds::NON_EMPTY),
                    ("region_name", &kinds::NON_EMPTY),
                ],
            },
        },
    )],
};

const SHRINK: Rule =
    Rule::Object { required: &["shrink"], closed: false, fields: &[("shrink", &MODULES)] };

const UPGRADE: Rule = Rule::Object {
    required: &["upgrade"],
    closed: false,
    fields: &[(
        "upgrade",
        &Rule::Object {
            required: &["datastore_version"],
            closed: false,
            fields: &[("datastore_version", &kinds::NON_EMPTY)],
        },
    )],
};

/// The first key chooses the schema (trove/cluster/service.py, `get_action_schema`).
fn action_body(body: &Value) -> Result<Option<&'static Rule>, String> {
    let object = body.as_object().ok_or("The request body must be an object.")?;
    let key = object.keys().next().ok_or("No action was specified.")?;
    Ok(match key.as_str() {
        "add_shard" => Some(&ADD_SHARD),
        "grow" => Some(&GROW),
        "shrink" => Some(&SHRINK),
        "upgrade" => Some(&UPGRADE),
        _ => None,
    })
}

fn list(_: &Call<'_>) -> Outcome {
    Ok(Reply::ok(&json!({"clusters": []})))
}

fn missing(call: &Call<'_>) -> Outcome {
    Err(Refusal::missing(format!("Cluster '{}' cannot be found.", call.param(0))))
}

fn act(call: &Call<'_>) -> Outcome {
    if call.body.as_object().is_some_and(|body| body.len() != 1) {
        return Err(Refusal::bad(
            "Action request should have exactly one action specified in body",
        ));
    }
    missing(call)
}

fn create(call: &Call<'_>) -> Outcome {
    let wish = call.body.get("cluster").cloned().unwrap_or_default();
    let version = chosen_version(call, &wish)?;
    let datastore = Datastore::find(call.db, &version.datastore)?;
    Err(Refusal::new(
        501,
        format!("Clusters not supported for {}-{}.", datastore.name, version.name),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::tests::Bench;

    const NONE: (u16, &str) = (404, "Cluster 'x' cannot be found.");

    #[test]
    fn there_are_none() {
        let bench = Bench::new();
        assert_eq!(bench.get("/clusters").body, json!({"clusters": []}));
        assert_eq!(bench.get("/clusters/x").error(), NONE);
        assert_eq!(bench.delete("/clusters/x").error(), NONE);
        assert_eq!(bench.get("/clusters/x/instances/y").error(), NONE);
    }

    #[test]
    fn none_can_be_made() {
        let bench = Bench::new();
        let create = |kind: &str, version: &str, instance: Value| {
            let cluster = json!({
                "name": "c", "datastore": {"type": kind, "version": version}, "instances": [instance],
            });
            let answer = bench.demo("POST", "/clusters", json!({"cluster": cluster}));
            (answer.status, answer.error().1.to_owned())
        };
        let instance = json!({"flavorRef": "2", "volume": {"size": 1}});
        for (kind, version, status, message) in [
            ("mysql", "8.0.32", 501, "Clusters not supported for mysql-8.0.32."),
            ("postgresql", "16.4", 501, "Clusters not supported for postgresql-16.4."),
            ("nope", "1", 404, "Datastore 'nope' cannot be found."),
            ("mysql", "9", 400, "Datastore version '9' cannot be found."),
        ] {
            assert_eq!(create(kind, version, instance.clone()), (status, message.to_owned()));
        }
        let message =
            "Validation error: cluster['instances'][0]['volume'] 'size' is a required property";
        let wrong = create("mysql", "8.0.32", json!({"flavorRef": "2", "volume": {}}));
        assert_eq!(wrong, (400, message.to_owned()));
    }

    #[test]
    fn actions_are_checked_before_the_cluster_is_looked_for() {
        let bench = Bench::new();
        for (body, expected) in [
            (json!({"restart": {}}), NONE),
            (json!({"nonsense": {}}), NONE),
            (json!({"grow": []}), NONE),
            (
                json!({"restart": {}, "grow": []}),
                (400, "Action request should have exactly one action specified in body"),
            ),
            (
                json!({"grow": [{"flavorRef": "2", "type": ["a"]}]}),
                (400, "Validation error: grow[0]['type'] ['a'] is not of type 'string'"),
            ),
            (
                json!({"upgrade": {}}),
                (400, "Validation error: upgrade 'datastore_version' is a required property"),
            ),
        ] {
            assert_eq!(bench.demo("POST", "/clusters/x", body).error(), expected);
        }
    }
}
