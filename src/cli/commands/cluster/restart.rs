//! `trove cluster restart`

use crate::api::ClusterGoal;
use crate::cli::batch;
use crate::cli::batch::BatchWait;
use crate::cli::commands::cluster::columns::{LIST, SHOW};
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Restart {
    /// Cluster names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Restart {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let wait = BatchWait::new(cx, &self.wait, self.clusters.len(), LIST, &SHOW)?;
        let client = cx.client()?;
        let clusters = client.clusters();
        batch::start(
            cx,
            &clusters,
            &self.clusters,
            wait,
            |id| clusters.restart(id),
            |target, wait| clusters.wait_named(&target.id, target.name, ClusterGoal::Ready, wait),
        )
    }
}
