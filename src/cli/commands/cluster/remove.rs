//! `trove cluster delete` and `trove cluster force delete`

use crate::api::{Cluster, ClusterGoal, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
    /// Delete even what cannot be deleted otherwise
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        remove(cx, &self.clusters, &self.wait, self.force)
    }
}

commands! {
    pub(crate) enum Force {
        /// Delete clusters that cannot be deleted otherwise
        Delete(ForceDelete),
    }
}

#[derive(Debug, Args)]
pub(crate) struct ForceDelete {
    /// Names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for ForceDelete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        remove(cx, &self.clusters, &self.wait, true)
    }
}

fn remove(cx: &mut Cx<'_>, names: &[String], wait: &WaitArg, force: bool) -> Result<()> {
    confirm::deletion(cx, Cluster::KIND, names)?;
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
