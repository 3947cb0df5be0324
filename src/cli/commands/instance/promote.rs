//! `trove instance promote`

use crate::api::Goal;
use crate::cli::commands::instance::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
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
        start(cx, &self.instance, &self.wait, &Goal::Standalone, |client, id| {
            client.instances().promote(id)
        })
    }
}
