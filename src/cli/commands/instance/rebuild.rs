//! `trove instance rebuild`

use crate::api::Goal;
use crate::cli::commands::instance::columns::SHOW;
use crate::cli::commands::instance::start::finish;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    /// Instance name or ID
    instance: String,
    /// Image ID
    image: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Rebuild {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let id = client.mgmt_instances().find_id(&self.instance)?;
        client.mgmt_instances().rebuild(&id, &self.image)?;
        finish(cx, &self.instance, &id, &Goal::Ready, waiting)
    }
}
