//! `trove mgmt instance migrate`

use crate::api::Goal;
use crate::cli::commands::mgmt::instance::start::InstancesArg;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    instances: InstancesArg,
    /// Host to move the servers to [default: chosen by the cloud]
    #[arg(long)]
    host: Option<String>,
}

impl Run for Migrate {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let host = self.host.as_deref();
        self.instances
            .start(cx, &Goal::Ready, |client, id| client.mgmt_instances().migrate(id, host))
    }
}
