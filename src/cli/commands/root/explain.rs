//! Rewords errors about the superuser that the service words misleadingly.

use crate::Error;

/// Rewords the error about a "cluster" that is not found: the service looks for the instance in the
/// token's own project alone (trove/extensions/common/service.py:300). A deleted instance is found, but
/// has no datastore version.
pub(super) fn explain(name: &str, error: Error) -> Error {
    match error {
        Error::Api(mut error) if error.status == 404 && error.message.contains("DBCluster") => {
            error.message = "root can be managed in the instance's own project only, even by \
                             administrators: this project has no such instance"
                .into();
            Error::Api(error)
        }
        Error::Api(error) if error.message.contains("Datastore version 'None'") => {
            Error::NotFound { noun: "instance", name: name.to_owned() }
        }
        other => other,
    }
}
