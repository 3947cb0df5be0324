//! `trove mgmt instance root-history`

use crate::cli::commands::mgmt::instance::columns::ROOT_HISTORY;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct RootHistory {
    /// Instance name or ID
    instance: String,
}

impl Run for RootHistory {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&ROOT_HISTORY)?;
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        let id = instances.find_id(&self.instance)?;
        view.print(cx, instances.root_history_object(&id)?)
    }
}
