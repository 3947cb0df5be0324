//! `trove instance reset status`

use crate::api::Goal;
use crate::cli::commands::instance::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ResetStatus {
    /// Instance name or ID
    instance: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ResetStatus {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        start(cx, &self.instance, &self.wait, &Goal::Reset, |client, id| {
            client.instances().reset_status(id)
        })
    }
}
