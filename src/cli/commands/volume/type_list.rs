//! `trove volume type list`

use crate::api::Query;
use crate::cli::commands::volume::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct TypeList {
    /// Datastore name or ID
    #[arg(long, value_name = "DATASTORE")]
    datastore_type: String,
    /// Datastore version name or ID
    #[arg(long, value_name = "VERSION")]
    datastore_version_id: String,
}

impl Run for TypeList {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let (datastore, version) = (&self.datastore_type, &self.datastore_version_id);
        let version = client.datastore_versions(datastore).find(version)?;
        let types = client.volume_types_of(datastore, &version.id);
        view.print(cx, types.objects(Query::new()))
    }
}
