//! `trove mgmt cluster reset-task`, also available as `trove mgmt cluster reset task`

use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ResetTask {
    /// Cluster names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
}

impl Run for ResetTask {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let clusters = client.mgmt_clusters();
        batch::run(cx, &clusters, &self.clusters, |target| {
            clusters.reset_task(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
