//! `trove instance restart`

use crate::api::Goal;
use crate::cli::batch::{self, BatchWait};
use crate::cli::commands::instance::columns::{LIST, SHOW};
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::cli::wait_option::WaitArg;
use anyhow::Result;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Restart {
    /// Instance names or IDs
    #[arg(required = true, value_name = "INSTANCE")]
    instances: Vec<String>,
    #[command(flatten)]
    wait: WaitArg,
}

impl Run for Restart {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let wait = BatchWait::new(cx, &self.wait, self.instances.len(), LIST, &SHOW)?;
        let client = cx.client()?;
        let instances = client.instances();
        batch::start(
            cx,
            &instances,
            &self.instances,
            wait,
            |id| instances.restart(id),
            |target, wait| instances.wait_named(&target.id, target.name, &Goal::Ready, wait),
        )
    }
}
