//! `trove datastore version list`

use crate::api::Query;
use crate::cli::commands::datastore::version::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Datastore name or ID
    datastore: String,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        view.print(cx, client.datastore_versions(&self.datastore).objects(Query::new()))
    }
}
