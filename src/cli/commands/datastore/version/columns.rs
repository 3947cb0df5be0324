//! The columns of lists of datastore versions, and the fields of a version.

use crate::output::{Column, Fields, key};

/// The columns of a list.
pub(super) const LIST: &[Column] =
    &[key("ID", &["id"]), key("Name", &["name"]), key("Version", &["version"])];

/// The fields of a version; most of them are sent to administrators only.
pub(super) const SHOW: Fields = Fields::new(&[
    "active",
    "datastore",
    "id",
    "image",
    "image_tags",
    "name",
    "packages",
    "registry_ext",
    "repl_strategy",
    "version",
]);
