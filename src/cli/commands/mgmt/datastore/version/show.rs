//! `trove mgmt datastore version show`

use crate::cli::commands::mgmt::datastore::version::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Datastore version name or ID
    datastore_version: String,
    /// Datastore name or ID, if several versions have the same name
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let versions = client.mgmt_datastore_versions();
        let wanted = &self.datastore_version;
        let version = match &self.datastore {
            Some(datastore) => {
                versions.get_object(&client.datastore_versions(datastore).find_id(wanted)?)?
            }
            None => versions.find_object(wanted)?,
        };
        view.print(cx, version)
    }
}
