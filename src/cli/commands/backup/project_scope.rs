//! The project of `--project-id`, and the instances that can be named with it.

use crate::Result;
use crate::api::Client;

/// Finds the ID of an instance by its name or ID, in the project of the login or in any project.
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

/// Returns the project to name in a request: none for the project of the login, because only
/// administrators can name a project, even their own (trove/backup/service.py:53).
pub(super) fn other_project<'p>(
    client: &Client,
    project: Option<&'p str>,
) -> Result<Option<&'p str>> {
    match project {
        Some(project) if client.session().project_id()?.as_deref() == Some(project) => Ok(None),
        project => Ok(project),
    }
}
