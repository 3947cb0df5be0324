//! What follows a change that may take effect only when instances are restarted.

use crate::api::{Client, Goal, Instance, Query, Resource};
use crate::cli::context::Cx;
use crate::json::{Object, text};
use anyhow::Result;
use std::collections::HashSet;
use std::time::Duration;

/// Waits, if asked to, until the instance is ready, or waits for a restart, which it then says.
pub(super) fn settle(cx: &mut Cx<'_>, name: &str, id: &str, limit: Option<Duration>) -> Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    let client = cx.client()?;
    let instances = client.instances();
    let end = cx.waiting(limit, |wait| instances.wait_named(id, name, &Goal::Settled, wait))?;
    if end.is_some_and(|instance| is_needed(&instance)) {
        remind(cx, name);
    }
    Ok(())
}

/// Says that a restart is needed. `names` are those of instances, with blanks between them.
pub(super) fn remind(cx: &mut Cx<'_>, names: &str) {
    cx.note(&format!("it takes effect with a restart: 'trove instance restart {names}'"));
}

/// Says so of the instances that wait for one after a change of the configuration group that they
/// have. The service has tried before it answers (trove/instance/models.py, `update_configuration`).
pub(super) fn remind_of_group(cx: &mut Cx<'_>, group: &str) -> Result<()> {
    let waiting = waiting(&cx.client()?, group);
    tell(cx, waiting);
    Ok(())
}

/// Says so of one instance, if it waits for one.
pub(super) fn remind_of(cx: &mut Cx<'_>, name: &str, id: &str) -> Result<()> {
    let instance = cx.client()?.instances().get_object(id);
    let waiting = instance.map(|instance| is_needed(&instance).then(|| name.to_owned()));
    tell(cx, waiting.map(Vec::from_iter));
    Ok(())
}

/// The change is made: that its effect is not known is no failure.
fn tell(cx: &mut Cx<'_>, waiting: crate::Result<Vec<String>>) {
    match waiting {
        Ok(names) if names.is_empty() => {}
        Ok(names) => remind(cx, &names.join(" ")),
        Err(error) => log::info!("{error}: whether a restart is needed is not known"),
    }
}

fn waiting(client: &Client, group: &str) -> crate::Result<Vec<String>> {
    let attached = client.configuration_instances(group).all(Query::new());
    let attached: HashSet<String> =
        attached.map(|instance| Ok(instance?.id)).collect::<crate::Result<_>>()?;
    if attached.is_empty() {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for instance in client.instances().objects(Instance::lookup_query()) {
        let instance = instance?;
        let id = text(&instance, "id").unwrap_or_default();
        if attached.contains(id) && is_needed(&instance) {
            waiting.push(text(&instance, "name").unwrap_or_default().to_owned());
        }
    }
    Ok(waiting)
}

fn is_needed(instance: &Object) -> bool {
    let says = |key: &str| instance.get(key).is_some_and(|status| status == "RESTART_REQUIRED");
    says("status") || says("operating_status")
}
