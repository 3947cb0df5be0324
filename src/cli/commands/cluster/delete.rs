//! `trove cluster delete`

use crate::cli::context::Cx;
use crate::cli::deletion;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Cluster names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
    /// Delete the clusters regardless of their status
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        delete(cx, &self.clusters, &self.wait, self.force)
    }
}

/// Deletes clusters, with `force` regardless of their status.
pub(super) fn delete(cx: &mut Cx<'_>, names: &[String], wait: &WaitArg, force: bool) -> Result<()> {
    let client = cx.client()?;
    let clusters = client.clusters();
    let request = |id: &str| match force {
        true => clusters.force_delete(id),
        false => clusters.delete(id),
    };
    deletion::delete(cx, &clusters, names, wait, &request, force).map(drop)
}
