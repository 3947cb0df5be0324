//! `trove mgmt instance show`

use crate::cli::commands::mgmt::instance::columns::SHOW;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Instance name or ID
    instance: String,
    /// Also find deleted instances
    #[arg(long)]
    deleted: bool,
}

impl Run for Show {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&SHOW)?;
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        let instance = if self.deleted {
            instances.find_deleted(&self.instance)?
        } else {
            instances.find_object(&self.instance)?
        };
        view.print(cx, instance)
    }
}
