//! `trove mgmt instance diagnostics`

use crate::cli::commands::mgmt::instance::columns::DIAGNOSTICS;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Diagnostics {
    /// Instance name or ID
    instance: String,
}

impl Run for Diagnostics {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&DIAGNOSTICS)?;
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        let id = instances.find_id(&self.instance)?;
        view.print(cx, instances.diagnostics_object(&id)?)
    }
}
