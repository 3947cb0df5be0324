//! `trove volume type`: the kinds of data volumes on offer.

use crate::api::Query;
use crate::cli::context::Cx;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// Volume types: the kinds of data volumes on offer
        #[command(subcommand)]
        Type(Type),
    }
}

commands! {
    pub(crate) enum Type {
        /// List the volume types that fit a datastore version
        List(List),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Datastore (name or ID)
    #[arg(long, value_name = "DATASTORE")]
    datastore_type: String,
    /// Datastore version (name or ID)
    #[arg(long, value_name = "VERSION")]
    datastore_version_id: String,
}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let (datastore, version) = (&self.datastore_type, &self.datastore_version_id);
        let version = client.datastore_versions(datastore).find(version)?;
        cx.list(client.volume_types_of(datastore, &version.id).objects(Query::new()))
    }
}
