//! `trove flavor list`

use crate::api::Query;
use crate::cli::commands::flavor::columns::LIST;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only flavors that fit a version of this datastore (name or ID)
    #[arg(long, value_name = "DATASTORE", requires = "datastore_version_id")]
    datastore_type: Option<String>,
    /// Only flavors that fit this datastore version (name or ID)
    #[arg(long, value_name = "VERSION", requires = "datastore_type")]
    datastore_version_id: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.list_view(LIST)?;
        let client = cx.client()?;
        let flavors = match (&self.datastore_type, &self.datastore_version_id) {
            (Some(datastore), Some(version)) => {
                // Fetched even by ID: for an unknown version the service lists all flavors
                // (trove/flavor/service.py).
                let version = client.datastore_versions(datastore).find(version)?;
                client.flavors_of(datastore, &version.id)
            }
            _ => client.flavors(),
        };
        view.print(cx, flavors.objects(Query::new()))
    }
}
