//! The fields of a configuration parameter for administrators, in which the limits have other names.

use crate::output::Fields;

/// The fields of a parameter.
pub(super) const SHOW: Fields = Fields::made_by(
    &["datastore_version_id", "max_size", "min_size", "name", "restart_required", "type"],
    |parameter| parameter,
);
