//! `trove instance upgrade`

use crate::api::Goal;
use crate::cli::commands::instance::start::start;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Upgrade {
    /// Instance name or ID
    instance: String,
    /// Name or ID of the new datastore version
    datastore_version: String,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Upgrade {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        start(cx, &self.instance, &self.wait, &Goal::Ready, |client, id| {
            client.instances().upgrade(id, &self.datastore_version)
        })
    }
}
