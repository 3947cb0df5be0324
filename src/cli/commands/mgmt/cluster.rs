//! `trove mgmt cluster`: clusters of all projects.

use crate::api::{MgmtCluster, Query};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List clusters
        List(List),
        /// Show a cluster
        Show(Show),
        /// Take clusters to be idle, whatever is being done to them
        ResetTask(ResetTask),
        /// The same in two words
        #[command(subcommand, hide = true)]
        Reset(Reset),
    }
}

commands! {
    pub(crate) enum Reset {
        /// Take clusters to be idle, whatever is being done to them
        Task(ResetTask),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Deleted ones instead
    #[arg(long)]
    deleted: bool,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let deleted = if self.deleted { "True" } else { "False" };
        cx.list(client.mgmt_clusters().objects(Query::new().filter("deleted", deleted)))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    cluster: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<MgmtCluster>(|| client.mgmt_clusters().find_object(&self.cluster))
    }
}

#[derive(Debug, Args)]
pub(crate) struct ResetTask {
    /// Names or IDs
    #[arg(required = true, value_name = "CLUSTER")]
    clusters: Vec<String>,
}

impl Run for ResetTask {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let clusters = client.mgmt_clusters();
        batch::run(cx, &clusters, &self.clusters, None, |target, _| {
            clusters.reset_task(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
