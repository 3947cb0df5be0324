//! `trove datastore delete`

use crate::cli::context::Cx;
use crate::cli::deletion;
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
        let client = cx.client()?;
        let datastores = client.datastores();
        deletion::delete_at_once(cx, &datastores, &self.datastores, |id| datastores.delete(id))
    }
}
