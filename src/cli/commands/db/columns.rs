//! The columns of lists of databases.

use crate::output::{Column, key};

/// The columns of a list.
pub(super) const LIST: &[Column] = &[key("Name", &["name"])];
