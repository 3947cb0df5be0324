//! `trove instance reboot`

use crate::api::Goal;
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Reboot {
    /// Instance name or ID
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Reboot {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let id = client.mgmt_instances().find_id(&self.instance)?;
        client.mgmt_instances().reboot(&id)?;
        finish(cx, &self.instance, &id, &Goal::Ready, waiting)
    }
}
