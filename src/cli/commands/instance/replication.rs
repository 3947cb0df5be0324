//! `trove instance promote`, `eject` and `detach`

use crate::api::{Goal, InstanceUpdate};
use crate::cli::commands::instance::finish;
use crate::cli::context::Cx;
use crate::cli::progress::WaitArg;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Promote {
    /// Name or ID of the replica
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Promote {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        client.instances().promote(&id)?;
        finish(cx, &self.instance, &id, &Goal::Standalone, self.wait.wait)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Eject {
    /// Name or ID of the primary
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Eject {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        client.instances().eject(&id)?;
        finish(cx, &self.instance, &id, &Goal::Ready, self.wait.wait)
    }
}

#[derive(Debug, Args)]
pub(crate) struct Detach {
    /// Name or ID of the replica
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Detach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let detach = InstanceUpdate { detach_replica: true, ..InstanceUpdate::default() };
        client.instances().update(&id, &detach)?;
        finish(cx, &self.instance, &id, &Goal::Standalone, self.wait.wait)
    }
}
