//! `trove datastore version delete`

use crate::api::{DatastoreVersion, Resource};
use crate::cli::batch;
use crate::cli::commands::datastore::version::require_datastore::require_datastore;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
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
        confirm::deletion(cx, DatastoreVersion::NOUN, &self.datastore_versions)?;
        let client = cx.client()?;
        // Without a datastore all are IDs, and no list is read.
        let named = client.datastore_versions(self.datastore.as_deref().unwrap_or_default());
        let versions = client.mgmt_datastore_versions();
        batch::run(cx, &named, &self.datastore_versions, None, |target, _| {
            versions.delete(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
