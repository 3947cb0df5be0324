//! Rules of request bodies (trove/common/apischema.py, `cluster`).

use crate::sandbox::http::schema::{Rule, types};
use crate::sandbox::trove::instances::bodies::{MODULES, NICS, VOLUME};
use serde_json::Value;

/// A number of nodes, as a number or as text.
const NODES: Rule = Rule::OneOf(&[&types::NATURAL, &types::POSITIVE]);

const PROPERTIES: Rule = Rule::open(
    &[],
    &[
        ("num_configsvr", &NODES),
        ("num_mongos", &NODES),
        ("configsvr_volume_size", &types::VOLUME_SIZE),
        ("configsvr_volume_type", &types::NON_EMPTY),
        ("mongos_volume_size", &types::VOLUME_SIZE),
        ("mongos_volume_type", &types::NON_EMPTY),
    ],
);

const MEMBER: Rule = Rule::open(
    &["flavorRef"],
    &[
        ("flavorRef", &types::FLAVOR),
        ("volume", &VOLUME),
        ("nics", &NICS),
        ("availability_zone", &types::NON_EMPTY),
        ("modules", &MODULES),
        ("region_name", &types::NON_EMPTY),
    ],
);

const DATASTORE: Rule = Rule::open(
    &["type", "version"],
    &[("type", &types::NON_EMPTY), ("version", &types::NON_EMPTY)],
);

/// The body of `POST /clusters`.
pub(crate) const CREATE: Rule = Rule::open(
    &["cluster"],
    &[(
        "cluster",
        &Rule::open(
            &["name", "datastore", "instances"],
            &[
                ("name", &types::NON_EMPTY),
                ("datastore", &DATASTORE),
                ("instances", &Rule::list(&MEMBER)),
                ("locality", &types::NON_EMPTY),
                ("extended_properties", &PROPERTIES),
            ],
        ),
    )],
);

const ADD_SHARD: Rule = Rule::open(&["add_shard"], &[("add_shard", &types::OBJECT)]);

const GROW: Rule = Rule::open(
    &["grow"],
    &[(
        "grow",
        &Rule::list(&Rule::open(
            &["flavorRef"],
            &[
                ("name", &types::NON_EMPTY),
                ("flavorRef", &types::FLAVOR),
                ("volume", &VOLUME),
                ("nics", &NICS),
                ("availability_zone", &types::NON_EMPTY),
                ("modules", &MODULES),
                ("related_to", &types::NON_EMPTY),
                ("type", &types::NON_EMPTY),
                ("region_name", &types::NON_EMPTY),
            ],
        )),
    )],
);

const SHRINK: Rule = Rule::open(&["shrink"], &[("shrink", &MODULES)]);

const UPGRADE: Rule = Rule::open(
    &["upgrade"],
    &[(
        "upgrade",
        &Rule::open(&["datastore_version"], &[("datastore_version", &types::NON_EMPTY)]),
    )],
);

/// Selects the rule of a body by its first key (trove/cluster/service.py, `get_action_schema`).
pub(crate) fn action_rule(body: &Value) -> Result<Option<&'static Rule>, String> {
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
