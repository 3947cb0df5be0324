//! `trove datastore version delete`

use crate::cli::commands::datastore::version::require_datastore::require_datastore;
use crate::cli::context::Cx;
use crate::cli::deletion;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Version IDs, or version names if --datastore is given
    #[arg(required = true, value_name = "DATASTORE_VERSION")]
    datastore_versions: Vec<String>,
    /// Datastore name or ID
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        for version in &self.datastore_versions {
            require_datastore(version, self.datastore.as_deref())?;
        }
        let client = cx.client()?;
        let versions = client.mgmt_datastore_versions();
        let (names, delete) = (&self.datastore_versions, |id: &str| versions.delete(id));
        match &self.datastore {
            Some(datastore) => {
                let named = client.datastore_versions(datastore);
                deletion::delete_at_once(cx, &named, names, delete)
            }
            // All are IDs, and no list is read.
            None => deletion::delete_at_once(cx, &versions, names, delete),
        }
    }
}
