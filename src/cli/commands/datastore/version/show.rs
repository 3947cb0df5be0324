//! `trove datastore version show`

use crate::cli::commands::datastore::version::columns::SHOW;
use crate::cli::commands::datastore::version::require_datastore::require_datastore;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Version ID, or version name if --datastore is given
    datastore_version: String,
    /// Datastore name or ID
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let version = &self.datastore_version;
        require_datastore(version, self.datastore.as_deref())?;
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let found = match &self.datastore {
            Some(datastore) => client.datastore_versions(datastore).find_object(version)?,
            None => client.datastore_version(version)?,
        };
        view.print(cx, found)
    }
}
