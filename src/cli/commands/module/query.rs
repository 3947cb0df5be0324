//! `trove module query`

use crate::cli::commands::module::columns::QUERY;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// Instance name or ID
    instance: String,
}

impl Run for Query {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(QUERY)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.rows(cx, client.instances().query_modules(&id)?)
    }
}
