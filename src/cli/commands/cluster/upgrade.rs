//! `trove cluster upgrade`

use crate::cli::commands::cluster::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Upgrade {
    /// Cluster name or ID
    cluster: String,
    /// Name or ID of the new datastore version
    datastore_version: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Upgrade {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        start(cx, &self.cluster, &self.wait, |client, id| {
            client.clusters().upgrade(id, &self.datastore_version)
        })
    }
}
