//! `trove datastore show`

use crate::cli::commands::datastore::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Datastore name or ID
    datastore: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let datastore = cx.client()?.datastores().find_object(&self.datastore)?;
        view.print(cx, datastore)
    }
}
