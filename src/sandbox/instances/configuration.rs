//! Attaching configuration groups to instances, and detaching them.

use rusqlite::{OptionalExtension, params};

use super::super::call::Call;
use super::super::reply::Refusal;
use super::faults::noted;
use super::record::Instance;
use super::status::Task;

/// A group, as far as an instance is concerned.
pub(crate) struct Group {
    pub(crate) id: String,
    version: String,
    /// Does some value wait for a restart?
    restart: bool,
}

/// The group with this id, if the caller may see it.
pub(crate) fn find(call: &Call<'_>, id: &str) -> rusqlite::Result<Option<Group>> {
    call.db
        .query_row(
            "SELECT id, version, restart FROM configurations
             WHERE id = ?1 AND NOT deleted AND (project = ?2 OR ?3)",
            params![id, call.caller.project, call.caller.admin],
            |row| Ok(Group { id: row.get(0)?, version: row.get(1)?, restart: row.get(2)? }),
        )
        .optional()
}

/// 404 for a group.
pub(crate) fn missing(id: &str) -> Refusal {
    Refusal::missing(format!("Configuration group id: {id} could not be found."))
}

/// Changes the group of an instance, and of the replicas that go with it
/// (trove/instance/service.py, `_modify_instance`).
pub(super) fn change(
    call: &Call<'_>,
    instance: Instance,
    replicas: Vec<Instance>,
    group: Option<&str>,
    checked: bool,
) -> Result<(), Refusal> {
    for replica in &replicas {
        replica.require_no_task()?;
    }
    let id = instance.id.clone();
    let before = instance.configuration.clone();
    match group {
        Some(group) => {
            noted(call, &id, attach(call, instance, group, checked))?;
            let mut bare = replicas.into_iter().filter(|replica| replica.configuration.is_none());
            bare.try_for_each(|replica| attach(call, replica, group, true))
        }
        None => {
            noted(call, &id, detach(call, instance, checked))?;
            let same = |replica: &Instance| before.is_some() && replica.configuration == before;
            let mut same = replicas.into_iter().filter(same);
            same.try_for_each(|replica| detach(call, replica, true))
        }
    }
}

fn attach(
    call: &Call<'_>,
    mut instance: Instance,
    group: &str,
    checked: bool,
) -> Result<(), Refusal> {
    if let Some(attached) = &instance.configuration {
        return Err(Refusal::bad(format!(
            "Instance {} already has a Configuration Group attached: {attached}.",
            instance.id
        )));
    }
    if checked {
        instance.require_no_task()?;
    }
    let group = find(call, group)?.ok_or_else(|| missing(group))?;
    if instance.version.as_ref() != Some(&group.version) {
        return Err(Refusal::bad(format!(
            "Datastore Version on Configuration {} does not match the Datastore Version on the instance {}.",
            group.version,
            instance.version.unwrap_or_default()
        )));
    }
    instance.task = if group.restart { Task::RestartRequired } else { Task::None };
    instance.configuration = Some(group.id);
    Ok(instance.save(call.db, call.now)?)
}

fn detach(call: &Call<'_>, mut instance: Instance, checked: bool) -> Result<(), Refusal> {
    let Some(group) = instance.configuration.clone() else { return Ok(()) };
    if checked {
        instance.require_no_task()?;
    }
    let restart = find(call, &group)?.is_none_or(|group| group.restart);
    instance.task = if restart { Task::RestartRequired } else { Task::None };
    instance.configuration = None;
    Ok(instance.save(call.db, call.now)?)
}
