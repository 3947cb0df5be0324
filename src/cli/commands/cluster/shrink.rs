//! `trove cluster shrink`

use crate::cli::commands::cluster::columns::SHOW;
use crate::cli::commands::cluster::start::finish;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use crate::json::text;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Shrink {
    /// Cluster name or ID
    cluster: String,
    /// Names or IDs of the instances to remove
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Shrink {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let waiting = self.wait.with_view(cx, &SHOW)?;
        let client = cx.client()?;
        let clusters = client.clusters();
        let cluster = clusters.find_object(&self.cluster)?;
        let id = text(&cluster, "id").unwrap_or_default();
        clusters.shrink(id, &clusters.find_members(&cluster, &self.instances)?)?;
        finish(cx, &self.cluster, id, waiting)
    }
}
