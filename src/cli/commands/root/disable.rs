//! `trove root disable`

use crate::cli::commands::root::explain::explain;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Disable {
    /// Instance name or ID
    instance: String,
}

impl Run for Disable {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let disabled = client.instance_root(&id).disable();
        Ok(disabled.map_err(|error| explain(&self.instance, error))?)
    }
}
