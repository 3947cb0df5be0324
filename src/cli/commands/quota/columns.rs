//! The columns of the quotas of a project, and the fields of new limits.

use crate::output::{Column, Fields, key};

pub(super) const LIST: &[Column] = &[
    key("Resource", &["resource"]),
    key("In Use", &["in_use"]),
    key("Reserved", &["reserved"]),
    key("Limit", &["limit"]),
];

/// The limits by the names of their resources, which may be any.
pub(super) const LIMITS: Fields = Fields::new(&[]);
