//! `trove cluster delete`

use crate::api::{Cluster, ClusterGoal, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
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
    confirm::deletion(cx, Cluster::NOUN, names)?;
    let client = cx.client()?;
    let clusters = client.clusters();
    let done = batch::run(cx, &clusters, names, wait.wait, |target, wait| {
        if force {
            clusters.force_delete(&target.id)?;
        } else {
            clusters.delete(&target.id)?;
        }
        match wait {
            Some(wait) => clusters.wait_named(&target.id, target.name, ClusterGoal::Gone, wait),
            None => Ok(None),
        }
    });
    done.map(drop)
}
