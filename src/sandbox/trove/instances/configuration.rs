//! Attaching configuration groups to instances, and detaching them.

use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::trove::model::configuration::defaults;
use crate::sandbox::trove::model::configuration::group::Group;
use crate::sandbox::trove::model::instance::faults::record_refusal;
use crate::sandbox::trove::model::instance::record::Instance;
use crate::sandbox::trove::model::instance::status::Task;

/// 404 for a configuration group.
pub(crate) fn group_not_found(id: &str) -> Refusal {
    Refusal::not_found(format!("Configuration group id: {id} could not be found."))
}

/// 400 for a configuration group of another datastore version.
pub(crate) fn version_mismatch(group: &str, instance: &str) -> Refusal {
    Refusal::bad_request(format!(
        "Datastore Version on Configuration {group} does not match the Datastore Version on the instance {instance}."
    ))
}

/// Changes the group of an instance, and of those replicas that have none, or the same
/// (trove/instance/service.py, `_modify_instance`). `checked` refuses a busy instance.
pub(crate) fn change(
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
            record_refusal(call, &id, attach(call, instance, group, checked))?;
            let mut bare = replicas.into_iter().filter(|replica| replica.configuration.is_none());
            bare.try_for_each(|replica| attach(call, replica, group, true))
        }
        None => {
            record_refusal(call, &id, detach(call, instance, checked))?;
            let same = |replica: &Instance| before.is_some() && replica.configuration == before;
            let mut same = replicas.into_iter().filter(same);
            same.try_for_each(|replica| detach(call, replica, true))
        }
    }
}

fn attach(call: &Call<'_>, instance: Instance, group: &str, checked: bool) -> Result<(), Refusal> {
    if let Some(attached) = &instance.configuration {
        return Err(Refusal::bad_request(format!(
            "Instance {} already has a Configuration Group attached: {attached}.",
            instance.id
        )));
    }
    if checked {
        instance.require_no_task()?;
    }
    let group = Group::find(call, group)?.ok_or_else(|| group_not_found(group))?;
    if instance.version.as_ref() != Some(&group.version) {
        return Err(version_mismatch(&group.version, &instance.version.unwrap_or_default()));
    }
    set_group(call, instance, &group)
}

/// Attaches a group, and requires a restart if one of its values does
/// (trove/instance/models.py:1806).
pub(crate) fn set_group(
    call: &Call<'_>,
    mut instance: Instance,
    group: &Group,
) -> Result<(), Refusal> {
    instance.configuration = Some(group.id.clone());
    instance.begin(call, Task::RestartRequired)?;
    if !group.needs_restart(call.db)? {
        instance.begin(call, Task::None)?;
    }
    Ok(())
}

fn detach(call: &Call<'_>, instance: Instance, checked: bool) -> Result<(), Refusal> {
    let Some(group) = instance.configuration.clone() else { return Ok(()) };
    if checked {
        instance.require_no_task()?;
    }
    let group = Group::find(call, &group)?;
    remove_group(call, instance, group.as_ref())
}

/// Detaches the group, and requires a restart if one of its values does, or has no default
/// (trove/instance/models.py:1903).
pub(crate) fn remove_group(
    call: &Call<'_>,
    mut instance: Instance,
    group: Option<&Group>,
) -> Result<(), Refusal> {
    if instance.configuration.take().is_none() {
        return Ok(());
    }
    instance.begin(call, Task::RestartRequired)?;
    let Some(group) = group else { return Ok(()) };
    let defaults = defaults::of(call, &instance)?;
    let has_defaults = group.values.keys().all(|key| defaults.contains_key(key));
    if has_defaults && !group.needs_restart(call.db)? {
        instance.begin(call, Task::None)?;
    }
    Ok(())
}
