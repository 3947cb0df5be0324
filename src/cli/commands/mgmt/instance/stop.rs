//! `trove mgmt instance stop`

use crate::api::Goal;
use crate::cli::commands::mgmt::instance::start::InstancesArg;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Stop {
    #[command(flatten)]
    instances: InstancesArg,
}

impl Run for Stop {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let stopped = Goal::Status("SHUTDOWN".into());
        self.instances.start(cx, &stopped, |client, id| client.mgmt_instances().stop(id))
    }
}
