//! What follows a change that may take effect only when the instance is restarted.

use super::cx::Cx;
use crate::api::Goal;
use anyhow::Result;
use std::time::Duration;

/// Waits, if asked to, until the instance is ready, or waits for a restart, which it then says.
pub(super) fn settle(cx: &mut Cx<'_>, name: &str, id: &str, limit: Option<Duration>) -> Result<()> {
    let Some(limit) = limit else { return Ok(()) };
    let client = cx.client()?;
    let instances = client.instances();
    let end = cx.waiting(limit, |wait| instances.wait_named(id, name, &Goal::Settled, wait))?;
    let instance = end.unwrap_or_default();
    let needed = |key: &&str| instance.get(*key).is_some_and(|word| word == "RESTART_REQUIRED");
    if ["status", "operating_status"].iter().any(needed) {
        remind(cx, name);
    }
    Ok(())
}

/// Says that a restart is needed.
pub(super) fn remind(cx: &mut Cx<'_>, name: &str) {
    cx.note(&format!("it takes effect with a restart: 'trove instance restart {name}'"));
}
