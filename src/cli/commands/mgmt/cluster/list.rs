//! `trove mgmt cluster list`

use crate::api::Query;
use crate::cli::commands::mgmt::cluster::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only deleted clusters
    #[arg(long)]
    deleted: bool,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let deleted = if self.deleted { "True" } else { "False" };
        view.print(cx, client.mgmt_clusters().objects(Query::new().filter("deleted", deleted)))
    }
}
