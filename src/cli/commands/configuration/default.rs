//! `trove configuration default`

use crate::cli::commands::configuration::columns::SETTINGS;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Default {
    /// Instance name or ID
    instance: String,
}

impl Run for Default {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SETTINGS)?;
        let client = cx.client()?;
        let id = client.instances().find_id(&self.instance)?;
        view.print(cx, client.instances().default_configuration(&id)?)
    }
}
