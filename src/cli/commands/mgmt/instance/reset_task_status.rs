//! `trove mgmt instance reset-task-status`

use crate::api::Goal;
use crate::cli::commands::mgmt::instance::start::InstancesArg;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ResetTaskStatus {
    #[command(flatten)]
    instances: InstancesArg,
}

impl Run for ResetTaskStatus {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        self.instances
            .start(cx, &Goal::Ready, |client, id| client.mgmt_instances().reset_task_status(id))
    }
}
