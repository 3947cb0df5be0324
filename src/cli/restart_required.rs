//! Reminders to restart the instances for which a change takes effect only after a restart.

use crate::api::{Client, Goal, Instance, Query, Resource};
use crate::cli::context::Cx;
use crate::json::{Object, text};
use anyhow::Result;
use std::collections::HashSet;
use std::time::Duration;

/// With `--wait`, waits until the instance is ready or needs a restart. Prints a note about a needed restart.
pub(super) fn wait_until_settled(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    limit: Option<Duration>,
) -> Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    let client = cx.client()?;
    let instances = client.instances();
    let end = cx.waiting(limit, |wait| instances.wait_named(id, name, &Goal::Settled, wait))?;
    if end.is_some_and(|instance| is_needed(&instance)) {
        remind(cx, name);
    }
    Ok(())
}

/// Notes that instances need a restart; `names` are separated by spaces.
pub(super) fn remind(cx: &mut Cx<'_>, names: &str) {
    cx.note(&format!("the change takes effect after a restart: 'trove instance restart {names}'"));
}

/// Reminds of the instances that need a restart after a change of the configuration group attached to
/// them. The service has tried to apply the change before it answers (trove/instance/models.py,
/// `update_configuration`).
pub(super) fn remind_of_group(cx: &mut Cx<'_>, group: &str) -> Result<()> {
    let names = names_to_restart(&cx.client()?, group);
    remind_of_all(cx, names);
    Ok(())
}

/// Reminds of one instance, if it needs a restart.
pub(super) fn remind_of(cx: &mut Cx<'_>, name: &str, id: &str) -> Result<()> {
    let instance = cx.client()?.instances().get_object(id);
    let names = instance.map(|instance| is_needed(&instance).then(|| name.to_owned()));
    remind_of_all(cx, names.map(Vec::from_iter));
    Ok(())
}

/// Reminds of these instances. The change is already made, so an error does not fail the command.
fn remind_of_all(cx: &mut Cx<'_>, names: crate::Result<Vec<String>>) {
    match names {
        Ok(names) if names.is_empty() => {}
        Ok(names) => remind(cx, &names.join(" ")),
        Err(error) => log::info!("{error}: cannot tell whether a restart is needed"),
    }
}

fn names_to_restart(client: &Client, group: &str) -> crate::Result<Vec<String>> {
    let attached = client.configuration_instances(group).all(Query::new());
    let attached: HashSet<String> =
        attached.map(|instance| Ok(instance?.id)).collect::<crate::Result<_>>()?;
    if attached.is_empty() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for instance in client.instances().objects(Instance::lookup_query()) {
        let instance = instance?;
        let id = text(&instance, "id").unwrap_or_default();
        if attached.contains(id) && is_needed(&instance) {
            names.push(text(&instance, "name").unwrap_or_default().to_owned());
        }
    }
    Ok(names)
}

fn is_needed(instance: &Object) -> bool {
    let says = |key: &str| instance.get(key).is_some_and(|status| status == "RESTART_REQUIRED");
    says("status") || says("operating_status")
}
