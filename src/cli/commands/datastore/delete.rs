//! `trove datastore delete`

use crate::api::{Datastore, Resource};
use crate::cli::batch;
use crate::cli::context::Cx;
use crate::cli::prompt::confirm;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Datastore names or IDs
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
