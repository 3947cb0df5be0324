//! `trove datastore`: the kinds of databases on offer, and their versions.

use super::cx::Cx;
use super::{Run, commands};
use crate::Error;
use crate::api::{Datastore, DatastoreVersion, Query, is_uuid};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List datastores
        List(List),
        /// Show a datastore and its versions
        Show(Show),
        /// Versions of datastores
        #[command(subcommand)]
        Version(Version),
    }
}

commands! {
    pub(crate) enum Version {
        /// List the versions of a datastore
        List(VersionList),
        /// Show a version of a datastore
        Show(VersionShow),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.list(client.datastores().objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Name or ID
    datastore: String,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.show::<Datastore>(|| client.datastores().find_object(&self.datastore))
    }
}

#[derive(Debug, Args)]
pub(crate) struct VersionList {
    /// Name or ID of the datastore
    datastore: String,
}

impl Run for VersionList {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        cx.list(client.datastore_versions(&self.datastore).objects(Query::new()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct VersionShow {
    /// ID, or with --datastore the name
    datastore_version: String,
    /// Name or ID of the datastore
    #[arg(long)]
    datastore: Option<String>,
}

impl Run for VersionShow {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let version = &self.datastore_version;
        if self.datastore.is_none() && !is_uuid(version) {
            let error = Error::invalid(format!("'{version}' is not the ID of a datastore version"));
            return Err(error.with_hint("to give a name, name the --datastore too").into());
        }
        let client = cx.client()?;
        cx.show::<DatastoreVersion>(|| match &self.datastore {
            Some(datastore) => client.datastore_versions(datastore).find_object(version),
            None => client.datastore_version(version),
        })
    }
}
