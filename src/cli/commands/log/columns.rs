//! The columns of lists of logs, and the fields of a log.

use crate::output::{Column, Fields, key};

/// The columns of a list.
pub(super) const LIST: &[Column] = &[
    key("Name", &["name"]),
    key("Type", &["type"]),
    key("Status", &["status"]),
    key("Published", &["published"]),
    key("Pending", &["pending"]),
    key("Container", &["container"]),
    key("Prefix", &["prefix"]),
];

/// The fields of a log.
pub(super) const SHOW: Fields = Fields::new(&[
    "container",
    "metafile",
    "name",
    "pending",
    "prefix",
    "published",
    "status",
    "type",
]);
