//! `trove configuration detach`

use crate::api::{Goal, InstanceUpdate};
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::restart_required;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Detach {
    /// Instance name or ID; the group is also detached from its replicas
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Detach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let detach = InstanceUpdate { configuration: Some(None), ..InstanceUpdate::default() };
        client.instances().update(&id, &detach)?;
        finish(cx, &self.instance, &id, &Goal::Settled, waiting)?;
        restart_required::remind_of(cx, &self.instance, &id)
    }
}
