//! `trove datastore`: the kinds of databases on offer, and their versions.

mod version;

use crate::api::{Datastore, Query, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::{Run, commands};
use anyhow::Result;
use clap::Args;

commands! {
    pub(crate) enum Command {
        /// List datastores
        List(List),
        /// Show a datastore and its versions
        Show(Show),
        /// Delete datastores that have no versions (administrators)
        Delete(Delete),
        /// Versions of datastores
        #[command(subcommand)]
        Version(version::Version),
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
pub(crate) struct Delete {
    /// Names or IDs
    #[arg(required = true, value_name = "DATASTORE")]
    datastores: Vec<String>,
}

impl Run for Delete {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        confirm::deletion(cx, Datastore::NOUN, &self.datastores)?;
        let client = cx.client()?;
        let datastores = client.datastores();
        batch::run(cx, &datastores, &self.datastores, None, |target, _| {
            datastores.delete(&target.id).map(|()| None)
        })
        .map(drop)
    }
}
