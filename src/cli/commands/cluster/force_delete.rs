//! `trove cluster force delete`

use crate::cli::commands::cluster::delete::delete;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ForceDelete {
    /// Cluster names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ForceDelete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        delete(cx, &self.clusters, &self.wait, true)
    }
}
