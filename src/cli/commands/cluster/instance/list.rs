//! `trove cluster instance list`, which is `trove cluster list instances` too

use crate::api::Cluster;
use crate::cli::commands::cluster::columns::MEMBERS;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Cluster name or ID
    cluster: String,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(MEMBERS)?;
        let cluster = cx.client()?.clusters().find_object(&self.cluster)?;
        view.rows(cx, Cluster::members(&cluster))
    }
}
