//! `trove mgmt datastore`: versions of datastores, as administrators register them.

use crate::api::{MgmtDatastoreVersion, Query};
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// Versions of all datastores, inactive ones included
        #[command(subcommand)]
        Version(Version),
    }
}

commands! {
    pub(crate) enum Version {
        /// List the versions of all datastores
        List(List),
        /// Show a version of a datastore
        Show(Show),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.list(client.mgmt_datastore_versions().objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    datastore_version: String,
    /// Name or ID of the datastore, if the name alone is not enough
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let versions = client.mgmt_datastore_versions();
        let wanted = &self.datastore_version;
        cx.show::<MgmtDatastoreVersion>(|| match &self.datastore {
            Some(datastore) => {
                versions.get_object(&client.datastore_versions(datastore).find_id(wanted)?)
            }
            None => versions.find_object(wanted),
        })
    }
}
