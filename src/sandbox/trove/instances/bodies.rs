//! Rules of request bodies, and of their parts (trove/common/apischema.py).

use crate::sandbox::http::schema::{Field, Rule, types};

pub(crate) const VOLUME: Rule =
    Rule::open(&["size"], &[("size", &types::VOLUME_SIZE), ("type", &types::OPTIONAL_TEXT)]);

pub(crate) const DATABASES: Rule = Rule::list(&Rule::open(
    &["name"],
    &[
        ("name", &types::NON_EMPTY),
        ("character_set", &types::NON_EMPTY),
        ("collate", &types::NON_EMPTY),
    ],
));

const DATABASE_NAMES: Rule = Rule::set(&Rule::open(&["name"], &[("name", &types::NON_EMPTY)]));

pub(crate) const USERS: Rule = Rule::list(&Rule::open(
    &["name", "password"],
    &[
        ("name", &types::NAME),
        ("password", &types::NON_EMPTY),
        ("host", &types::HOST),
        ("databases", &DATABASE_NAMES),
    ],
));

const RESTORE_POINT: Rule = Rule::open(&["backupRef"], &[("backupRef", &types::UUID)]);

const DATASTORE: Rule = Rule::open(
    &[],
    &[
        ("type", &types::NON_EMPTY),
        ("version", &types::NON_EMPTY),
        ("version_number", &types::NON_EMPTY),
    ],
);

pub(crate) const NICS: Rule = Rule::Array {
    max: 1,
    unique: false,
    items: &Rule::closed(
        &[],
        &[
            ("net-id", &types::UUID),
            ("network_id", &types::UUID),
            ("subnet_id", &types::UUID),
            ("ip_address", &types::IPV4),
        ],
    ),
};

pub(crate) const MODULES: Rule = Rule::list(&Rule::open(&["id"], &[("id", &types::UUID)]));

const ACCESS_FIELDS: &[Field] =
    &[("is_public", &Rule::Boolean), ("allowed_cidrs", &Rule::set(&types::CIDR))];

const ACCESS: Rule = Rule::closed(&[], ACCESS_FIELDS);

const NAME: Field = ("name", &types::NON_EMPTY);
const REPLICA_OF: Field = ("replica_of", &Rule::Any);
const CONFIGURATION: Field = ("configuration", &types::OPTIONAL_UUID);
const DATASTORE_VERSION: Field = ("datastore_version", &types::NON_EMPTY);

/// The body of `POST /instances`.
pub(crate) const CREATE: Rule = Rule::open(
    &["instance"],
    &[(
        "instance",
        &Rule::open(
            &["name"],
            &[
                ("name", &types::NON_EMPTY),
                ("configuration_id", &types::OPTIONAL_UUID),
                ("flavorRef", &types::FLAVOR),
                ("volume", &VOLUME),
                ("databases", &DATABASES),
                ("users", &USERS),
                ("restorePoint", &RESTORE_POINT),
                ("replica_of", &types::UUID),
                ("replica_count", &Rule::Integer { min: Some(1), max: Some(3) }),
                ("availability_zone", &types::NON_EMPTY),
                ("datastore", &DATASTORE),
                ("nics", &NICS),
                ("modules", &MODULES),
                ("region_name", &types::NON_EMPTY),
                ("locality", &types::NON_EMPTY),
                ("access", &Rule::open(&[], ACCESS_FIELDS)),
            ],
        ),
    )],
);

/// The body of `PUT /instances/{id}`.
pub(crate) const UPDATE: Rule = Rule::open(
    &["instance"],
    &[(
        "instance",
        &Rule::closed(
            &[],
            &[NAME, REPLICA_OF, CONFIGURATION, DATASTORE_VERSION, ("access", &ACCESS)],
        ),
    )],
);

/// The body of `PATCH /instances/{id}`, which differs from that of `PUT` (docs/server-behaviour.md 51).
pub(crate) const EDIT: Rule = Rule::open(
    &["instance"],
    &[(
        "instance",
        &Rule::closed(
            &[],
            &[("slave_of", &Rule::Any), REPLICA_OF, NAME, CONFIGURATION, DATASTORE_VERSION],
        ),
    )],
);

pub(crate) const RESTART: Rule = Rule::open(&["restart"], &[("restart", &types::OBJECT)]);

pub(crate) const RESIZE_VOLUME: Rule =
    Rule::open(&["resize"], &[("resize", &Rule::open(&["volume"], &[("volume", &VOLUME)]))]);

pub(crate) const RESIZE_FLAVOR: Rule = Rule::open(
    &["resize"],
    &[("resize", &Rule::open(&["flavorRef"], &[("flavorRef", &types::FLAVOR)]))],
);
