//! `trove cluster reset status`

use crate::cli::commands::cluster::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ResetStatus {
    /// Cluster name or ID
    cluster: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ResetStatus {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        start(cx, &self.cluster, &self.wait, |client, id| client.clusters().reset_status(id))
    }
}
