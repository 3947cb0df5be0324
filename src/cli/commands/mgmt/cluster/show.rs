//! `trove mgmt cluster show`

use crate::cli::commands::mgmt::cluster::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Cluster name or ID
    cluster: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let cluster = cx.client()?.mgmt_clusters().find_object(&self.cluster)?;
        view.print(cx, cluster)
    }
}
