//! The fields of the superuser.

use crate::output::Fields;

/// The field that says whether the superuser is enabled.
pub(super) const ENABLED: Fields = Fields::new(&["is_root_enabled"]);

/// The fields of a superuser that was just enabled.
pub(super) const LOGIN: Fields = Fields::new(&["name", "password"]);
