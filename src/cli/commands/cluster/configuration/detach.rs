//! `trove cluster configuration detach`

use crate::cli::commands::cluster::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Detach {
    /// Cluster name or ID
    cluster: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Detach {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        start(cx, &self.cluster, &self.wait, |client, id| {
            client.clusters().detach_configuration(id)
        })
    }
}
