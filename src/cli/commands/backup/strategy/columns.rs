//! The columns of lists of backup strategies, and the fields of a strategy.

use crate::output::{Column, Fields, key};

/// The columns of the list of strategies.
pub(super) const LIST: &[Column] = &[
    key("Project ID", &["project_id"]),
    key("Instance ID", &["instance_id"]),
    key("Swift Container", &["swift_container"]),
];

/// The fields of a strategy.
pub(super) const SHOW: Fields =
    Fields::new(&["backend", "instance_id", "project_id", "swift_container"]);
