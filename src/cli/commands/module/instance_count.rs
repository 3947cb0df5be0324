//! `trove module instance count`

use crate::cli::commands::module::columns::INSTANCE_COUNT;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct InstanceCount {
    /// Module name or ID
    module: String,
    /// Include instances that belong to clusters
    #[arg(long, alias = "include_clustered")]
    include_clustered: bool,
}

impl Run for InstanceCount {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(INSTANCE_COUNT)?;
        let client = cx.client()?;
        let id = client.modules().find_id(&self.module)?;
        view.rows(cx, client.module_count_objects(&id, self.include_clustered)?)
    }
}
