//! The columns of lists of backup strategies, and the fields of one.

use crate::output::{Column, Fields, key};

/// The columns of a list.
pub(super) const LIST: &[Column] = &[
    key("Project ID", &["project_id"]),
    key("Instance ID", &["instance_id"]),
    key("Swift Container", &["swift_container"]),
];

/// The fields of one strategy.
pub(super) const SHOW: Fields =
    Fields::new(&["backend", "instance_id", "project_id", "swift_container"]);
