//! `trove log list`

use crate::api::Query;
use crate::cli::commands::log::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Instance name or ID
    instance: String,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.print(cx, client.logs(&id).objects(Query::new()))
    }
}
