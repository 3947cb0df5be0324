//! `trove mgmt instance hwinfo`

use crate::cli::commands::mgmt::instance::columns::HARDWARE;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Hwinfo {
    /// Instance name or ID
    instance: String,
}

impl Run for Hwinfo {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let view = cx.show_view(&HARDWARE)?;
        let client = cx.client()?;
        let instances = client.mgmt_instances();
        let id = instances.find_id(&self.instance)?;
        view.print(cx, instances.hwinfo_object(&id)?)
    }
}
