//! `trove configuration attach` and `detach`

use crate::api::{Goal, InstanceUpdate};
use crate::cli::commands::instance::finish;
use crate::cli::context::Cx;
use crate::cli::progress::WaitArg;
use crate::cli::restart_required;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Attach {
    /// Name or ID; its replicas get the group too, unless they have one
    instance: String,
    /// Configuration group (name or ID)
    configuration: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Attach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let group = client.configurations().find_id(&self.configuration)?;
        change(cx, &self.instance, &id, Some(group.clone()), &self.wait)?;
        restart_required::remind_of_group(cx, &group)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Detach {
    /// Name or ID; its replicas lose the group too, if it is the same
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Detach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let id = cx.client()?.instances().find_id(&self.instance)?;
        change(cx, &self.instance, &id, None, &self.wait)?;
        restart_required::remind_of(cx, &self.instance, &id)
    }
}

fn change(
    cx: &mut Cx<'_>,
    name: &str,
    id: &str,
    group: Option<String>,
    wait: &WaitArg,
) -> Result<()> {
    let update = InstanceUpdate { configuration: Some(group), ..InstanceUpdate::default() };
    cx.client()?.instances().update(id, &update)?;
    finish(cx, name, id, &Goal::Settled, wait.wait)
}
