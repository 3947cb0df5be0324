//! `trove module remove`

use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Instance name or ID
    instance: String,
    /// Module name or ID
    module: String,
}

impl Run for Remove {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        let module = client.modules().find_applied(&id, &self.module)?;
        Ok(client.instances().remove_module(&id, &module)?)
    }
}
