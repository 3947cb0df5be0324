//! The columns of lists of volume types.

use crate::output::{Column, key};

/// The columns of a list of volume types.
pub(super) const LIST: &[Column] = &[
    key("ID", &["id"]),
    key("Name", &["name"]),
    key("Is Public", &["is_public"]),
    key("Description", &["description"]),
];
