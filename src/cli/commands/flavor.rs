//! `trove flavor`: the sizes of servers on offer.

use crate::api::{Flavor, Query};
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List flavors
        List(List),
        /// Show a flavor
        Show(Show),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those that fit a version of this datastore (name or ID)
    #[arg(long, value_name = "DATASTORE", requires = "datastore_version_id")]
    datastore_type: Option<String>,
    /// The datastore version (name or ID)
    #[arg(long, value_name = "VERSION", requires = "datastore_type")]
    datastore_version_id: Option<String>,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let flavors = match (&self.datastore_type, &self.datastore_version_id) {
            (Some(datastore), Some(version)) => {
                // Fetched even by ID: an unknown one would give all flavors (trove/flavor/service.py).
                let version = client.datastore_versions(datastore).find(version)?;
                client.flavors_of(datastore, &version.id)
            }
            _ => client.flavors(),
        };
        cx.list(flavors.objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    flavor: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Flavor>(|| client.flavors().find_object(&self.flavor))
    }
}
