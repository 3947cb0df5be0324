//! The rule that the name of a version is unique in its datastore only.

use crate::api::is_uuid;
use crate::{Error, Result};

/// Refuses the name of a version without its datastore; an ID needs none.
pub(super) fn require_datastore(version: &str, datastore: Option<&str>) -> Result<()> {
    if datastore.is_some() || is_uuid(version) {
        return Ok(());
    }
    let error = Error::invalid(format!("'{version}' is not the ID of a datastore version"));
    Err(error.with_hint("to give a name, add --datastore DATASTORE"))
}
