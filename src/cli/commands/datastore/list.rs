//! `trove datastore list`

use crate::api::Query;
use crate::cli::commands::datastore::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        view.print(cx, client.datastores().objects(Query::new()))
    }
}
