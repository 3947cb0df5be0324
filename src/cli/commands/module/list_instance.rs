//! `trove module list instance`

use crate::cli::commands::module::columns::LIST_INSTANCE;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ListInstance {
    /// Instance name or ID
    instance: String,
}

impl Run for ListInstance {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST_INSTANCE)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.rows(cx, client.instances().modules(&id)?)
    }
}
