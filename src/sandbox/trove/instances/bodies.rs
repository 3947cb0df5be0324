//! What the parts of request bodies have to be like (trove/common/apischema.py).

use crate::sandbox::http::schema::{Rule, types};

type Field = (&'static str, &'static Rule);

const ANY_NUMBER: usize = usize::MAX;

const fn open(required: &'static [&'static str], fields: &'static [Field]) -> Rule {
    Rule::Object { required, closed: false, fields }
}

const fn closed(fields: &'static [Field]) -> Rule {
    Rule::Object { required: &[], closed: true, fields }
}

const fn list_of(items: &'static Rule) -> Rule {
    Rule::Array { max: ANY_NUMBER, unique: false, items }
}

pub(crate) const VOLUME: Rule =
    open(&["size"], &[("size", &types::VOLUME_SIZE), ("type", &types::OPTIONAL_TEXT)]);

pub(crate) const DATABASES: Rule = list_of(&open(
    &["name"],
    &[
        ("name", &types::NON_EMPTY),
        ("character_set", &types::NON_EMPTY),
        ("collate", &types::NON_EMPTY),
    ],
));

const DATABASE_NAMES: Rule = Rule::Array {
    max: ANY_NUMBER,
    unique: true,
    items: &open(&["name"], &[("name", &types::NON_EMPTY)]),
};

pub(crate) const USERS: Rule = list_of(&open(
    &["name", "password"],
    &[
        ("name", &types::NAME),
        ("password", &types::NON_EMPTY),
        ("host", &types::HOST),
        ("databases", &DATABASE_NAMES),
    ],
));

pub(crate) const RESTORE_POINT: Rule = open(&["backupRef"], &[("backupRef", &types::UUID)]);

pub(crate) const DATASTORE: Rule = open(
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
    items: &closed(&[
        ("net-id", &types::UUID),
        ("network_id", &types::UUID),
        ("subnet_id", &types::UUID),
        ("ip_address", &types::IPV4),
    ]),
};

pub(crate) const MODULES: Rule = list_of(&open(&["id"], &[("id", &types::UUID)]));

pub(crate) const ACCESS_FIELDS: &[Field] = &[
    ("is_public", &Rule::Boolean),
    ("allowed_cidrs", &Rule::Array { max: ANY_NUMBER, unique: true, items: &types::CIDR }),
];

const ACCESS: Rule = closed(ACCESS_FIELDS);

const NAME: Field = ("name", &types::NON_EMPTY);
const REPLICA_OF: Field = ("replica_of", &Rule::Any);
const CONFIGURATION: Field = ("configuration", &types::OPTIONAL_UUID);
const DATASTORE_VERSION: Field = ("datastore_version", &types::NON_EMPTY);

/// The body of `PUT /instances/{id}`.
pub(crate) const UPDATE: Rule = open(
    &["instance"],
    &[(
        "instance",
        &closed(&[NAME, REPLICA_OF, CONFIGURATION, DATASTORE_VERSION, ("access", &ACCESS)]),
    )],
);

/// The body of `PATCH /instances/{id}`, which is not the same (PITFALLS 51).
pub(crate) const EDIT: Rule = open(
    &["instance"],
    &[(
        "instance",
        &closed(&[("slave_of", &Rule::Any), REPLICA_OF, NAME, CONFIGURATION, DATASTORE_VERSION]),
    )],
);

pub(crate) const RESTART: Rule = open(&["restart"], &[("restart", &types::OBJECT)]);

pub(crate) const RESIZE_VOLUME: Rule =
    open(&["resize"], &[("resize", &open(&["volume"], &[("volume", &VOLUME)]))]);

pub(crate) const RESIZE_FLAVOR: Rule =
    open(&["resize"], &[("resize", &open(&["flavorRef"], &[("flavorRef", &types::FLAVOR)]))]);
