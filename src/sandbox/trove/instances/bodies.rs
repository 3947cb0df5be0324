//! What the parts of request bodies have to be like (trove/common/apischema.py).

use crate::sandbox::http::schema::{Rule, kinds};

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
    open(&["size"], &[("size", &kinds::VOLUME_SIZE), ("type", &kinds::OPTIONAL_TEXT)]);

pub(crate) const DATABASES: Rule = list_of(&open(
    &["name"],
    &[
        ("name", &kinds::NON_EMPTY),
        ("character_set", &kinds::NON_EMPTY),
        ("collate", &kinds::NON_EMPTY),
    ],
));

const DATABASE_NAMES: Rule = Rule::Array {
    max: ANY_NUMBER,
    unique: true,
    items: &open(&["name"], &[("name", &kinds::NON_EMPTY)]),
};

pub(crate) const USERS: Rule = list_of(&open(
    &["name", "password"],
    &[
        ("name", &kinds::NAME),
        ("password", &kinds::NON_EMPTY),
        ("host", &kinds::HOST),
        ("databases", &DATABASE_NAMES),
    ],
));

pub(crate) const RESTORE_POINT: Rule = open(&["backupRef"], &[("backupRef", &kinds::UUID)]);

pub(crate) const DATASTORE: Rule = open(
    &[],
    &[
        ("type", &kinds::NON_EMPTY),
        ("version", &kinds::NON_EMPTY),
        ("version_number", &kinds::NON_EMPTY),
    ],
);

pub(crate) const NICS: Rule = Rule::Array {
    max: 1,
    unique: false,
    items: &closed(&[
        ("net-id", &kinds::UUID),
        ("network_id", &kinds::UUID),
        ("subnet_id", &kinds::UUID),
        ("ip_address", &kinds::IPV4),
    ]),
};

pub(crate) const MODULES: Rule = list_of(&open(&["id"], &[("id", &kinds::UUID)]));

pub(crate) const ACCESS_FIELDS: &[Field] = &[
    ("is_public", &Rule::Boolean),
    ("allowed_cidrs", &Rule::Array { max: ANY_NUMBER, unique: true, items: &kinds::CIDR }),
];

const ACCESS: Rule = closed(ACCESS_FIELDS);

const NAME: Field = ("name", &kinds::NON_EMPTY);
const REPLICA_OF: Field = ("replica_of", &Rule::Any);
const CONFIGURATION: Field = ("configuration", &kinds::OPTIONAL_UUID);
const DATASTORE_VERSION: Field = ("datastore_version", &kinds::NON_EMPTY);

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

pub(crate) const RESTART: Rule = open(&["restart"], &[("restart", &kinds::OBJECT)]);

pub(crate) const RESIZE_VOLUME: Rule =
    open(&["resize"], &[("resize", &open(&["volume"], &[("volume", &VOLUME)]))]);

pub(crate) const RESIZE_FLAVOR: Rule =
    open(&["resize"], &[("resize", &open(&["flavorRef"], &[("flavorRef", &kinds::FLAVOR)]))]);
