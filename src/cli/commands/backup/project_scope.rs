//! The project of `--project-id`, and where instances are looked for with it.

use crate::Result;
use crate::api::Client;

/// The ID of the instance of this name or ID: one of the project, or of any project.
pub(super) fn find_instance(
    client: &Client,
    instance: &str,
    of_any_project: bool,
) -> Result<String> {
    if of_any_project {
        client.mgmt_instances().find_id(instance)
    } else {
        client.instances().find_id(instance)
    }
}

/// The project to name in a request: none if it is the one that the login is for, since naming a
/// project takes an administrator even then (trove/backup/service.py:53).
pub(super) fn other_project<'p>(
    client: &Client,
    project: Option<&'p str>,
) -> Result<Option<&'p str>> {
    match project {
        Some(project) if client.session().project_id()?.as_deref() == Some(project) => Ok(None),
        project => Ok(project),
    }
}
